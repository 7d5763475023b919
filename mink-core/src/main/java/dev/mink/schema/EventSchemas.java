package dev.mink.schema;

import dev.mink.schema.Shape.Property;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What all events look like as JSON, to be kept in a file and compared with later code:
 *
 * <pre>
 * LineAdded: version 2, read from 1
 *   quantity: int32
 *   sku: text
 *   tags: list, optional
 *   tags[]: text
 * </pre>
 *
 * <p>Records are looked into; of other classes of a user's own there is the simple name only. Immutable and
 * thread-safe.
 */
public final class EventSchemas {

    private static final String HEADING = "# What stored events look like. Written by mink, to be kept under version"
            + " control; see schema evolution.\n";

    private final SortedMap<String, Shape> shapes;
    private final Evolution evolution;

    private EventSchemas(SortedMap<String, Shape> shapes, Evolution evolution) {
        this.shapes = Collections.unmodifiableSortedMap(shapes);
        this.evolution = evolution;
    }

    /** The schemas of event types, as {@link Codec#json()} writes them. */
    public static EventSchemas of(EventTypes types) {
        return of(types, Codec.json());
    }

    /**
     * The schemas of event types, as a codec writes them.
     *
     * @throws IllegalArgumentException if the codec is not one of {@link Codec#json()} or {@link Codec#json(
     *     tools.jackson.databind.json.JsonMapper)}, which alone can be looked into
     */
    public static EventSchemas of(EventTypes types, Codec codec) {
        if (!(codec instanceof JacksonCodec jackson)) {
            throw new IllegalArgumentException("what " + codec.getClass().getName()
                    + " writes cannot be looked into: give the JSON codec that is inside of it");
        }
        SortedMap<String, Shape> shapes = new TreeMap<>();
        Evolution evolution = types.evolution();
        for (String name : types.names()) {
            SortedMap<String, Property> properties = Shapes.of(types.classOf(name), jackson.mapper());
            shapes.put(name, new Shape(evolution.current(name), evolution.oldest(name), properties));
        }
        return new EventSchemas(shapes, evolution);
    }

    /**
     * The schemas in a file that {@link #snapshot} wrote.
     *
     * @throws IllegalArgumentException if it is not one of these
     * @throws UncheckedIOException if it cannot be read
     */
    public static EventSchemas read(Path file) {
        try {
            return new EventSchemas(SchemaText.parse(Files.readString(file)), Evolution.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /**
     * Writes the schemas to a file, in an order of their own, so that a change of the code shows as a change of lines.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public void snapshot(Path file) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Files.writeString(file, this.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /**
     * What has changed since earlier schemas so that events stored then cannot be read, or so that code of then
     * cannot read what is written now under the same version. A new version or name is no break for running code, since
     * it can tell that it does not know it.
     */
    public List<SchemaBreak> breaksSince(EventSchemas earlier) {
        List<SchemaBreak> breaks = new ArrayList<>();
        earlier.shapes.forEach((name, before) -> {
            Shape now = shapes.get(evolution.currentName(name));
            if (now != null) {
                new SchemaComparison(name, before, now, breaks).compare();
            } else if (!isReplaced(name, before) && !evolution.retired().containsKey(name)) {
                breaks.add(SchemaComparison.gone(name));
            }
        });
        return breaks;
    }

    private boolean isReplaced(String name, Shape before) {
        return evolution.step(name, before.version()).isPresent();
    }

    /** Whether they are the same in everything that a file tells. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EventSchemas that && shapes.equals(that.shapes);
    }

    @Override
    public int hashCode() {
        return shapes.hashCode();
    }

    /** The schemas as they are in a file. */
    @Override
    public String toString() {
        return HEADING + SchemaText.of(shapes);
    }
}
