package dev.mink.schema;

import dev.mink.internal.Text;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The registered event types, each with the stable name under which its events are stored.
 *
 * <p>Events are records, usually under one sealed interface; registering the interface registers every
 * record under it. The name of an event is by default the simple name of its record, so that moving
 * or nesting a record changes nothing in the database; a class name is never stored.
 *
 * <pre>{@code
 * EventTypes types = EventTypes.builder()
 *         .add(OrderEvent.class)
 *         .add(InvoiceEvent.class)
 *         .name(InvoiceEvent.Placed.class, "InvoicePlaced") // OrderEvent has a Placed, too
 *         .build();
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class EventTypes {

    /** The greatest length of an event name, in UTF-16 characters. */
    public static final int MAX_NAME_LENGTH = 255;

    private static final EventTypes NONE = new EventTypes(Map.of());

    private final Map<Class<?>, String> names;
    private final Map<String, Class<?>> classes;

    private EventTypes(Map<Class<?>, String> names) {
        Map<String, Class<?>> byName = new LinkedHashMap<>();
        names.forEach((type, name) -> {
            Class<?> other = byName.put(name, type);
            if (other != null) {
                throw new IllegalArgumentException("two event types have the name " + Text.quote(name) + ": "
                        + other.getName() + " and " + type.getName() + "; give one of them another with name("
                        + type.getSimpleName() + ".class, \"…\")");
            }
        });
        this.names = Map.copyOf(names);
        this.classes = Map.copyOf(byName);
    }

    /** No event types at all. */
    public static EventTypes none() {
        return NONE;
    }

    /**
     * The records under these roots, by their simple names.
     *
     * @throws IllegalArgumentException as {@link Builder#add} and {@link Builder#build} do
     */
    public static EventTypes of(Class<?>... roots) {
        Builder builder = builder();
        for (Class<?> root : roots) {
            builder.add(root);
        }
        return builder.build();
    }

    /** A builder without any types. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * These types and the others'.
     *
     * @throws IllegalArgumentException if both register the same record under different names, or
     *     different records under the same name
     */
    public EventTypes and(EventTypes others) {
        Map<Class<?>, String> all = new LinkedHashMap<>(names);
        others.names.forEach((type, name) -> {
            String other = all.put(type, name);
            if (other != null && !other.equals(name)) {
                throw new IllegalArgumentException("event type " + type.getName() + " is registered under two names, "
                        + Text.quote(other) + " and " + Text.quote(name) + ": use one of them everywhere");
            }
        });
        return new EventTypes(all);
    }

    /**
     * The name under which events of a record are stored.
     *
     * @throws UnknownEventException if the record is not registered
     */
    public String nameOf(Class<?> event) {
        String name = names.get(event);
        if (name == null) {
            throw UnknownEventException.ofClass(event, names.values());
        }
        return name;
    }

    /**
     * The record whose events are stored under a name.
     *
     * @throws UnknownEventException if there is none
     */
    public Class<?> classOf(String name) {
        Class<?> type = classes.get(name);
        if (type == null) {
            throw UnknownEventException.ofName(name, names.values());
        }
        return type;
    }

    /**
     * The names of all registered records that are a given class or under it.
     *
     * @throws UnknownEventException if there are none
     */
    public Set<String> namesUnder(Class<?> root) {
        String exact = names.get(root);
        if (exact != null) {
            return Set.of(exact);
        }
        Set<String> found = new LinkedHashSet<>();
        names.forEach((type, name) -> {
            if (root.isAssignableFrom(type)) {
                found.add(name);
            }
        });
        if (found.isEmpty()) {
            throw UnknownEventException.ofClass(root, names.values());
        }
        return found;
    }

    /**
     * Checks that all of these types are registered here, too, under the same names.
     *
     * @throws UnknownEventException if one is not
     * @throws IllegalArgumentException if one has another name here
     */
    public void requireAll(EventTypes needed) {
        needed.names.keySet().forEach(this::nameOf);
        and(needed);
    }

    /** All names, in no particular order. */
    public Set<String> names() {
        return classes.keySet();
    }

    /** Collects event types; not thread-safe. */
    public static final class Builder {

        private final Map<Class<?>, @Nullable String> names = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Registers a record, or every record under a sealed interface or sealed abstract class.
         *
         * @throws IllegalArgumentException if the hierarchy has a branch that is not sealed or ends in
         *     something other than a record, or in a record with type parameters, whose arguments would
         *     not be stored; the message names it
         */
        public Builder add(Class<?> root) {
            Objects.requireNonNull(root, "event type");
            for (Class<?> leaf : leavesOf(root, root, new LinkedHashSet<>())) {
                names.putIfAbsent(leaf, null);
            }
            return this;
        }

        /**
         * Stores the events of a record under another name than its simple name.
         *
         * @throws IllegalArgumentException if the record was not added before, or the name is blank,
         *     padded, longer than {@value EventTypes#MAX_NAME_LENGTH} characters, or has control
         *     characters
         */
        public Builder name(Class<?> event, String name) {
            Objects.requireNonNull(event, "event type");
            if (!names.containsKey(event)) {
                throw new IllegalArgumentException(
                        "event type " + event.getName() + " was not added: add its sealed root first, then name it");
            }
            names.put(event, Text.check("event name", name, MAX_NAME_LENGTH));
            return this;
        }

        /**
         * The types collected so far.
         *
         * @throws IllegalArgumentException if two records have the same name
         */
        public EventTypes build() {
            Map<Class<?>, String> all = new LinkedHashMap<>();
            names.forEach((type, name) -> all.put(type, name != null ? name : type.getSimpleName()));
            return new EventTypes(all);
        }

        private static Collection<Class<?>> leavesOf(Class<?> type, Class<?> root, Set<Class<?>> leaves) {
            if (type.isRecord()) {
                if (type.getTypeParameters().length > 0) {
                    throw refused(type, root, "has type parameters, whose arguments are not stored");
                }
                leaves.add(type);
            } else if (type.isSealed()) {
                if (!type.isInterface() && !Modifier.isAbstract(type.getModifiers())) {
                    throw refused(type, root, "is a class that is not abstract");
                }
                Arrays.stream(type.getPermittedSubclasses()).forEach(next -> leavesOf(next, root, leaves));
            } else {
                throw refused(type, root, "is neither a record nor sealed");
            }
            return leaves;
        }

        private static IllegalArgumentException refused(Class<?> type, Class<?> root, String why) {
            String where = type == root ? "" : " under " + root.getName();
            return new IllegalArgumentException("event type " + type.getName() + where + " " + why
                    + ": events are records without type parameters, alone or under sealed interfaces only");
        }
    }
}
