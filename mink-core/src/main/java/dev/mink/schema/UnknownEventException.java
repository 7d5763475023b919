package dev.mink.schema;

import dev.mink.MinkException;
import dev.mink.internal.Text;
import java.util.Collection;
import java.util.TreeSet;

/** An event's class or stored name is not registered, or not among those of its aggregate or decider. */
public final class UnknownEventException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final String type;

    /**
     * @param type the class or stored name of the event's type
     * @param message where it is not known and the way out
     */
    public UnknownEventException(String type, String message) {
        super(message);
        this.type = type;
    }

    static UnknownEventException ofClass(Class<?> type, Collection<String> registered) {
        return new UnknownEventException(
                type.getName(),
                "event type " + type.getName() + " is not registered: add it or its sealed root to EventTypes,"
                        + " or register its aggregate type" + known(registered));
    }

    static UnknownEventException ofName(String name, Collection<String> registered) {
        return new UnknownEventException(
                name,
                "stored event type " + Text.quote(name) + " is not registered: add its record to EventTypes"
                        + " under this name, or read only the types that you need" + known(registered));
    }

    private static String known(Collection<String> registered) {
        return registered.isEmpty() ? "; none is registered" : "; registered are " + new TreeSet<>(registered);
    }

    /** The class name, or the stored name, that is not known. */
    public String type() {
        return type;
    }
}
