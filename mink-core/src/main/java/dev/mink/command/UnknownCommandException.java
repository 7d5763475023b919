package dev.mink.command;

import dev.mink.MinkException;
import java.util.Collection;

/** There is no handler for a command. */
public final class UnknownCommandException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final Class<?> type;

    UnknownCommandException(Class<?> type, Collection<String> known) {
        super("no handler for the command " + type.getName() + ": register one with handle("
                + type.getSimpleName() + ".class, …)"
                + (known.isEmpty() ? "; none is registered" : "; there are handlers for " + known));
        this.type = type;
    }

    /** The class of the command. */
    public Class<?> type() {
        return type;
    }
}
