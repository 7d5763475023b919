package dev.mink.command;

import org.jspecify.annotations.Nullable;

/** Decides what of a command's contents is kept in the audit log. */
@FunctionalInterface
public interface Redaction {

    /**
     * What to keep of a component of a command.
     *
     * @param field the name of the component
     * @param value its value
     * @return the value itself, something in its place, or null to leave it out
     */
    @Nullable
    Object keep(String field, Object value);
}
