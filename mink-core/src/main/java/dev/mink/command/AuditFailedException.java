package dev.mink.command;

import dev.mink.MinkException;

/** The audit entry of a command could not be written. The command itself came to its own end. */
public final class AuditFailedException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final transient CommandResult result;

    AuditFailedException(String command, CommandResult result, Throwable cause) {
        super(
                "the command " + command + " was " + result.outcome() + " but its audit entry could not be written: "
                        + cause.getMessage(),
                cause);
        this.result = result;
    }

    /** What came of the command. */
    public CommandResult result() {
        return result;
    }
}
