package dev.mink.command;

import java.util.Objects;

/**
 * One thing that is wrong with a command.
 *
 * @param field which component, such as {@code quantity} or {@code address.street}; empty for the whole
 * @param message what is wrong, for a person
 * @param code what is wrong, for a program, such as {@code positive}
 */
public record Violation(String field, String message, String code) {

    /** Refuses nulls. */
    public Violation {
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(code, "code");
    }

    @Override
    public String toString() {
        return (field.isEmpty() ? "" : field + " ") + message + " (" + code + ")";
    }
}
