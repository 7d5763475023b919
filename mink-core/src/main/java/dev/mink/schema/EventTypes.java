package dev.mink.schema;

import dev.mink.internal.Text;
import dev.mink.spi.StoredEvent;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
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
 * <p>Here is also told how events of the past are read today: upcasters, former names, and types that
 * are no more. Each event is stored with the version of its type's schema.
 *
 * <p>Immutable and thread-safe.
 */
public final class EventTypes {

    /** The greatest length of an event name, in UTF-16 characters. */
    public static final int MAX_NAME_LENGTH = 255;

    private static final EventTypes NONE = new EventTypes(Map.of(), Evolution.NONE, false);

    private final Map<Class<?>, String> names;
    private final Map<String, Class<?>> classes;
    private final Evolution evolution;
    private final Upcasting upcasting;
    private final boolean lenient;

    private EventTypes(Map<Class<?>, String> names, Evolution evolution, boolean lenient) {
        Map<String, Class<?>> byName = new LinkedHashMap<>();
        names.forEach((type, name) -> {
            Class<?> other = byName.put(name, type);
            if (other != null) {
                throw new IllegalArgumentException("two event types have the name " + Text.quote(name) + ": "
                        + other.getName() + " and " + type.getName() + "; give one of them another with name("
                        + type.getSimpleName() + ".class, \"…\")");
            }
        });
        evolution.check(byName.keySet());
        this.names = Map.copyOf(names);
        this.classes = Map.copyOf(byName);
        this.evolution = evolution;
        this.upcasting = new Upcasting(classes, evolution);
        this.lenient = lenient;
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
     *     different records under the same name, or have different upcasters for one
     */
    public EventTypes and(EventTypes others) {
        Map<Class<?>, String> all = new LinkedHashMap<>(names);
        others.names.forEach((type, name) -> {
            String other = all.put(type, name);
            requireSame(type, other != null ? other : name, name);
        });
        return new EventTypes(all, evolution.and(others.evolution), lenient || others.lenient);
    }

    private static void requireSame(Class<?> type, String name, String other) {
        if (!name.equals(other)) {
            throw new IllegalArgumentException("event type " + type.getName() + " is registered under two names, "
                    + Text.quote(name) + " and " + Text.quote(other) + ": use one of them everywhere");
        }
    }

    /**
     * The same types, which read what they do not know as {@link RawEvent}s: events of names that are not
     * registered, and of schema versions newer than the registered ones. For tools that hand events on.
     * Aggregates and deciders are never loaded from raw events.
     */
    public EventTypes lenient() {
        return new EventTypes(names, evolution, true);
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

    /** The schema version in which events of a registered name are written, from 1. */
    public int versionOf(String name) {
        return upcasting.versionOf(name);
    }

    /**
     * The record whose events are stored under a name.
     *
     * @throws UnknownEventException if there is none
     */
    public Class<?> classOf(String name) {
        Class<?> type = classes.get(evolution.currentName(name));
        if (type == null) {
            throw UnknownEventException.ofName(name, names.values());
        }
        return type;
    }

    /**
     * The names under which events are stored that are read as a given class or one under it: its own name or
     * those of the records under it, their aliases, and names that are replaced by them.
     *
     * @throws UnknownEventException if no such record is registered
     */
    public Set<String> namesUnder(Class<?> root) {
        Set<String> found = new LinkedHashSet<>();
        names.forEach((type, name) -> {
            if (root.isAssignableFrom(type)) {
                found.add(name);
            }
        });
        if (found.isEmpty()) {
            throw UnknownEventException.ofClass(root, names.values());
        }
        return evolution.thatBecome(found);
    }

    /**
     * Checks that all of these types are registered here, too, under the same names and with the same past.
     *
     * @throws UnknownEventException if one is not
     * @throws IllegalArgumentException if one has another name or other upcasters here
     */
    public void requireAll(EventTypes needed) {
        needed.names.forEach((type, name) -> requireSame(type, nameOf(type), name));
        if (!evolution.contains(needed.evolution)) {
            throw new IllegalArgumentException("upcasters, aliases or retired names of " + needed.names.values()
                    + " are not known here: build the event store with the same EventTypes");
        }
    }

    /**
     * What a stored event is today: usually one event, but it may be several, or none.
     *
     * @throws UnknownEventException if its name is not known, and these types are not lenient; or it is refused
     * @throws SchemaVersionException if its version is newer than the known ones, and these types are not
     *     lenient; or it is too old
     * @throws UpcastException if an upcaster fails
     * @throws CodecException if it cannot be decoded
     */
    public List<Object> read(StoredEvent stored, Codec codec) {
        return upcasting.read(stored, codec, lenient);
    }

    /** The same as {@link #read}, but not lenient. */
    public List<Object> readStrictly(StoredEvent stored, Codec codec) {
        return upcasting.read(stored, codec, false);
    }

    boolean isLenient() {
        return lenient;
    }

    Upcasting upcasting() {
        return upcasting;
    }

    Evolution evolution() {
        return evolution;
    }

    /** All names, in no particular order. */
    public Set<String> names() {
        return classes.keySet();
    }

    /** Collects event types; not thread-safe. */
    public static final class Builder {

        private final Map<Class<?>, @Nullable String> names = new LinkedHashMap<>();
        private final Map<String, Class<?>> aliases = new LinkedHashMap<>();
        private final Map<String, Optional<String>> retired = new HashMap<>();
        private final Map<String, Integer> versions = new HashMap<>();
        private final Map<String, SortedMap<Integer, Step>> steps = new HashMap<>();

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
            for (Class<?> leaf : Hierarchy.records(root)) {
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
            names.put(added(event), checked(name));
            return this;
        }

        /**
         * Reads events that are stored under former names as this record, too. They share its schema versions
         * and upcasters.
         *
         * @throws IllegalArgumentException if the record was not added before, or a name is already an alias of
         *     another one
         */
        public Builder alias(Class<?> event, String... formerNames) {
            added(event);
            for (String name : formerNames) {
                Class<?> other = aliases.put(checked(name), event);
                if (other != null && other != event) {
                    throw new IllegalArgumentException("event " + Text.quote(name) + " is an alias of "
                            + other.getName() + " already: it cannot be one of " + event.getName() + ", too");
                }
            }
            return this;
        }

        /**
         * Brings events of a schema version to the next one.
         *
         * @param name the name of the event
         * @param fromVersion the version before, from 1
         * @param change makes the JSON of the next version; pure, and called by any thread
         * @throws IllegalArgumentException if there is an upcaster from this version, or there cannot be one
         */
        public Builder upcast(String name, int fromVersion, UnaryOperator<JsonObject> change) {
            Objects.requireNonNull(change, "upcaster");
            return upcast(name, fromVersion, (json, stored) -> change.apply(json));
        }

        /**
         * Brings events of a schema version to the next one, by what else is known of them.
         *
         * @param name the name of the event
         * @param fromVersion the version before, from 1
         * @param change makes the JSON of the next version from the JSON of this one and the event as it is
         *     stored, with its metadata; pure, and called by any thread
         * @throws IllegalArgumentException if there is an upcaster from this version, or there cannot be one
         */
        public Builder upcast(String name, int fromVersion, BiFunction<JsonObject, StoredEvent, JsonObject> change) {
            Objects.requireNonNull(change, "upcaster");
            return add(Step.next(checked(name), fromVersion, change));
        }

        /**
         * Puts other events in the place of those of a schema version: one of another type, several, or none.
         * They share its position, version, id and metadata.
         *
         * @param name the name of the event, which may be one that no record has any more
         * @param fromVersion the version that is replaced, from 1
         * @param by the names of all events that it can be replaced by, which a feed of one of them then finds
         * @param change makes the events, each of a schema version of its own that is upcast further, from the
         *     JSON and the event as it is stored; pure, and called by any thread
         * @throws IllegalArgumentException if there is an upcaster from this version, or there cannot be one
         */
        public Builder replace(
                String name,
                int fromVersion,
                Set<String> by,
                BiFunction<JsonObject, StoredEvent, List<EventJson>> change) {
            Objects.requireNonNull(change, "upcaster");
            return add(new Step(checked(name), fromVersion, by, change));
        }

        private Builder add(Step step) {
            Step other =
                    steps.computeIfAbsent(step.type(), name -> new TreeMap<>()).putIfAbsent(step.from(), step);
            if (other != null) {
                throw new IllegalArgumentException("event " + Text.quote(step.type())
                        + " has two upcasters from version " + step.from() + ": make them one");
            }
            return this;
        }

        /**
         * The schema version in which events of a name are written, where it is not the number of its upcasters
         * and 1: because events of the first versions are not stored any more, and their upcasters are gone.
         *
         * @throws IllegalArgumentException if it is not between 1 and {@value Short#MAX_VALUE}
         */
        public Builder version(String name, int version) {
            if (version < 1 || version > Short.MAX_VALUE) {
                throw new IllegalArgumentException("schema version " + version + " of " + Text.quote(name)
                        + " is not between 1 and " + Short.MAX_VALUE);
            }
            versions.put(checked(name), version);
            return this;
        }

        /** Reads events that are stored under these names as nothing: no record has the names any more. */
        public Builder ignore(String... retiredNames) {
            for (String name : retiredNames) {
                retired.put(checked(name), Optional.empty());
            }
            return this;
        }

        /**
         * Refuses to read events that are stored under a name that no record has any more.
         *
         * @param why the end of the message: what happened to them and what to do
         */
        public Builder refuse(String retiredName, String why) {
            retired.put(checked(retiredName), Optional.of(Text.check("reason", why, 1_000)));
            return this;
        }

        /**
         * The types collected so far.
         *
         * @throws IllegalArgumentException if two records have the same name; or the versions of an event's
         *     upcasters have a gap; or they lead to a name that is not known; or a name is two things at once
         */
        public EventTypes build() {
            Map<Class<?>, String> all = new LinkedHashMap<>();
            names.forEach((type, name) -> all.put(type, name != null ? name : type.getSimpleName()));
            Map<String, String> formerNames = new HashMap<>();
            aliases.forEach((alias, type) -> formerNames.put(alias, Objects.requireNonNull(all.get(type))));
            Map<String, SortedMap<Integer, Step>> chains = new HashMap<>();
            steps.forEach((name, chain) -> chains.put(name, new TreeMap<>(chain)));
            return new EventTypes(all, new Evolution(formerNames, retired, versions, chains), false);
        }

        private Class<?> added(Class<?> event) {
            Objects.requireNonNull(event, "event type");
            if (!names.containsKey(event)) {
                throw new IllegalArgumentException(
                        "event type " + event.getName() + " was not added: add its sealed root first, then name it");
            }
            return event;
        }

        private static String checked(String name) {
            return Text.check("event name", name, MAX_NAME_LENGTH);
        }
    }
}
