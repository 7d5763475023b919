package dev.mink.command;

/** Checks commands from outside, such as by the annotations of Jakarta Validation. Thread-safe. */
@FunctionalInterface
public interface CommandValidator {

    /** Adds everything that is wrong with a command, and nothing if it is valid. */
    void validate(Object command, Violations violations);
}
