package dev.mink.schema;

import dev.mink.spi.StoredEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Reads stored events as those of today. */
final class Upcasting {

    private static final int SHOWN = 200;

    private final Evolution evolution;

    /** The records by all names under which they can be stored. */
    private final Map<String, Current> records = new HashMap<>();

    Upcasting(Map<String, Class<?>> classes, Evolution evolution) {
        this.evolution = evolution;
        classes.forEach((name, type) -> records.put(name, new Current(type, evolution.current(name))));
        evolution.aliases().forEach((alias, name) -> {
            Current current = records.get(name);
            if (current != null) {
                records.put(alias, current);
            }
        });
    }

    /** The version in which a type is written. */
    int versionOf(String name) {
        Current current = records.get(name);
        return current != null ? current.version : evolution.current(name);
    }

    /** What a stored event is today, decoded. */
    List<Object> read(StoredEvent stored, Codec codec, boolean lenient) {
        Current current = records.get(stored.type());
        if (current != null && current.version == stored.schemaVersion()) {
            return List.of(codec.decode(stored.payload(), current.type));
        }
        if (lenient && isUnknown(stored)) {
            return List.of(new RawEvent(stored.type(), stored.schemaVersion(), stored.payload()));
        }
        List<Object> events = new ArrayList<>();
        for (EventJson event : today(stored, codec)) {
            events.add(decode(event, stored, codec));
        }
        return events;
    }

    /** Whether it is of a name that is not known, or of a version that is newer than the known ones. */
    boolean isUnknown(StoredEvent stored) {
        String name = evolution.currentName(stored.type());
        return isKnown(name) ? stored.schemaVersion() > newest(name) : !isRetired(name);
    }

    private boolean isKnown(String name) {
        return records.containsKey(name) || evolution.steps().containsKey(name);
    }

    private boolean isRetired(String name) {
        return evolution.retired().containsKey(name);
    }

    /** Whether it is of today's name and version, so that it is what it is stored as. */
    boolean isCurrent(StoredEvent stored) {
        Current current = records.get(stored.type());
        return current != null
                && current.version == stored.schemaVersion()
                && !evolution.aliases().containsKey(stored.type());
    }

    /** What a stored event is today, as JSON. */
    List<EventJson> today(StoredEvent stored, Codec codec) {
        String name = evolution.currentName(stored.type());
        if (isIgnored(stored, name, stored.schemaVersion())) {
            return List.of();
        }
        JsonObject json;
        try {
            json = codec.toJson(stored.payload()).object();
        } catch (CodecException | IllegalArgumentException e) {
            throw new CodecException(name, describe(stored) + " cannot be upcast: " + e.getMessage(), e);
        }
        List<EventJson> events = new ArrayList<>();
        add(new EventJson(name, stored.schemaVersion(), json), stored, 0, events);
        return events;
    }

    private void add(EventJson event, StoredEvent stored, int depth, List<EventJson> events) {
        if (isIgnored(stored, event.type(), event.schemaVersion())) {
            return;
        }
        Optional<Step> step = evolution.step(event.type(), event.schemaVersion());
        if (step.isEmpty()) {
            events.add(event);
            return;
        }
        if (depth == evolution.stepCount()) {
            throw new UpcastException(stored, event, "the upcasters replace events in a circle", null);
        }
        for (EventJson next : step.get().apply(event, stored)) {
            add(next, stored, depth + 1, events);
        }
    }

    /**
     * Whether an event is to be ignored.
     *
     * @throws UnknownEventException if its name is not known, or is to be refused
     * @throws SchemaVersionException if its version cannot be read
     */
    private boolean isIgnored(StoredEvent stored, String name, int version) {
        Optional<String> refusal = evolution.retired().get(name);
        if (refusal != null) {
            refusal.ifPresent(why -> {
                throw new UnknownEventException(name, describe(stored) + " is of a retired type: " + why);
            });
            return true;
        }
        if (!isKnown(name)) {
            throw UnknownEventException.ofName(name, new TreeSet<>(records.keySet()));
        }
        int oldest = evolution.oldest(name);
        int newest = newest(name);
        if (version < oldest || version > newest) {
            throw new SchemaVersionException(stored, name, version, oldest, newest);
        }
        return false;
    }

    /** What no record is for any more ends with its last upcaster. */
    private int newest(String name) {
        int current = evolution.current(name);
        return records.containsKey(name) ? current : current - 1;
    }

    Object decode(EventJson event, StoredEvent stored, Codec codec) {
        try {
            return codec.decode(event.json().payload(), recordOf(event));
        } catch (CodecException e) {
            throw new CodecException(
                    e.type(),
                    describe(stored) + " was upcast to version " + event.schemaVersion() + " of " + event.type()
                            + ", but that cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private Class<?> recordOf(EventJson event) {
        Current current = records.get(event.type());
        if (current == null) {
            throw UnknownEventException.ofName(event.type(), records.keySet());
        }
        return current.type;
    }

    /** An event and where it is, for messages. */
    static String describe(StoredEvent stored) {
        return "event " + stored.type() + " at position " + stored.position() + " (version " + stored.version() + " of "
                + stored.stream() + ")";
    }

    static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    /** A record, and the schema version in which it is written. */
    private record Current(Class<?> type, int version) {}
}
