package dev.mink.command;

import dev.mink.MinkException;
import java.time.Duration;

/**
 * A command took too long and was interrupted. Its events are stored as a whole or not at all; an
 * idempotent command can be dispatched again.
 */
public final class CommandTimeoutException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final Duration timeout;

    CommandTimeoutException(String command, Duration timeout, Throwable cause) {
        super(
                "the command " + command + " was interrupted after " + timeout
                        + ": find out what it waited for, or allow it more time",
                cause);
        this.timeout = timeout;
    }

    /** How long it was allowed to take. */
    public Duration timeout() {
        return timeout;
    }
}
