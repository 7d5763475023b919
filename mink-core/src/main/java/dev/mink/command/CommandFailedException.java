package dev.mink.command;

import dev.mink.MinkException;

/** A handler threw a checked exception, which is the cause. */
public final class CommandFailedException extends MinkException {

    private static final long serialVersionUID = 1L;

    CommandFailedException(Throwable cause) {
        super("a command failed: " + cause, cause);
    }
}
