package dev.mink.command;

import dev.mink.MinkException;

/** Who sent a command may not do so. */
public final class UnauthorizedException extends MinkException {

    private static final long serialVersionUID = 1L;

    /**
     * @param reason what is missing
     */
    public UnauthorizedException(String reason) {
        super(reason);
    }
}
