package dev.mink.command;

/** What becomes of a command whose audit entry cannot be written. What it did stands in any case. */
public enum AuditFailure {
    /** The failure is logged, and the result of the command is given. */
    LOG,
    /** An {@link AuditFailedException} is thrown, which carries the result of the command. */
    THROW
}
