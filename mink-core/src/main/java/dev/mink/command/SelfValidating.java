package dev.mink.command;

/** A command that knows what makes it valid; {@link Middleware#validation()} asks it. */
public interface SelfValidating {

    /** Adds everything that is wrong with the command, and nothing if it is valid. */
    void validate(Violations violations);
}
