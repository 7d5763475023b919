package dev.mink.command;

import org.jspecify.annotations.Nullable;

/** Decides what of a command's contents is kept in the audit log. Called by many threads at once. */
@FunctionalInterface
public interface Redaction {

    /**
     * What to keep of a component of a command. Where a value is kept as it is, this is asked in turn for
     * each component of the records, and each entry of the maps, that it consists of.
     *
     * @param field the name of the component, or the key of the entry
     * @param value its value as in JSON: a text, a number, a boolean, a list, or a map with the components
     *     of a record
     * @return the value itself, something in its place, or null to leave it out
     */
    @Nullable
    Object keep(String field, Object value);
}
