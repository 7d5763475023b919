package dev.mink.testing;

import dev.mink.schema.Codec;
import dev.mink.schema.EventTypes;
import dev.mink.schema.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;

/**
 * Stored events of the past, in a directory under version control, that later code must still read.
 *
 * <pre>{@code
 * GoldenEvents golden = GoldenEvents.in(Path.of("src/test/resources/golden"), EVENTS);
 * golden.keep(new Placed("c-1"), new Shipped("T-1")); // today's
 * golden.verify(); // and those of all days before
 * }</pre>
 *
 * <p>Each file is one event as it is stored: {@code {"type":"Placed","schemaVersion":1,"payload":{…}}}, perhaps with its
 * {@code metadata}. Files are only ever added. Immutable.
 */
public final class GoldenEvents {

    private final Path directory;
    private final EventTypes types;
    private final Codec codec;

    private GoldenEvents(Path directory, EventTypes types, Codec codec) {
        this.directory = Objects.requireNonNull(directory, "directory");
        this.types = Objects.requireNonNull(types, "event types");
        this.codec = Objects.requireNonNull(codec, "codec");
    }

    /** The events of a directory, as {@link Codec#json()} wrote them. */
    public static GoldenEvents in(Path directory, EventTypes types) {
        return new GoldenEvents(directory, types, Codec.json());
    }

    /** The same for another codec. */
    public GoldenEvents codec(Codec newCodec) {
        return new GoldenEvents(directory, types, newCodec);
    }

    /**
     * Sees to it that events are kept as they are stored today. With {@code -Dmink.schema.update=true} those are
     * written that are not in the directory yet.
     *
     * @throws AssertionFailedError if one is not, without that property
     */
    public void keep(Object... events) {
        keep(Arrays.asList(events), Boolean.getBoolean(SchemaCheck.UPDATE));
    }

    void keep(List<?> events, boolean update) {
        for (Object event : events) {
            String name = types.nameOf(event.getClass());
            GoldenEvent golden = new GoldenEvent(name, types.versionOf(name), codec.encode(event), JsonObject.empty());
            if (files().stream().noneMatch(file -> load(file).equals(golden))) {
                if (!update) {
                    throw new AssertionFailedError("this event is not among those in " + directory + " yet: " + event
                            + "; run with -D" + SchemaCheck.UPDATE + "=true, and put it under version control");
                }
                write(golden);
            }
        }
    }

    /**
     * Reads every event of the directory.
     *
     * @throws AssertionFailedError if some cannot be read, with all of their files, or there are none
     */
    public void verify() {
        List<Path> files = files();
        if (files.isEmpty()) {
            throw new AssertionFailedError("there are no events in " + directory + ": keep(…) some");
        }
        List<String> failures = new ArrayList<>();
        for (Path file : files) {
            try {
                var unused = read(file);
            } catch (RuntimeException e) {
                failures.add(file.getFileName() + ": " + e.getMessage());
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionFailedError("stored events of the past cannot be read by this code:\n  "
                    + String.join("\n  ", failures)
                    + "\nGive an upcaster, an alias or a default for what is missing; never change a file.");
        }
    }

    /**
     * Sees to it that there is an event of each registered type in the version of today, so that none can change
     * without an old one that must still be read.
     *
     * @throws AssertionFailedError if a type has none
     */
    public void verifyEveryType() {
        verify();
        Set<String> missing = new TreeSet<>(types.names());
        for (Path file : files()) {
            GoldenEvent golden = load(file);
            if (missing.contains(golden.type()) && golden.schemaVersion() == types.versionOf(golden.type())) {
                missing.remove(golden.type());
            }
        }
        if (!missing.isEmpty()) {
            throw new AssertionFailedError(
                    "there is no event of these types, in their versions of today, in " + directory
                            + ": "
                            + missing.stream()
                                    .map(name -> name + " " + types.versionOf(name))
                                    .collect(Collectors.joining(", "))
                            + "; keep(…) one of each");
        }
    }

    /**
     * What an event of the directory is today: usually one event, but it may be several, or none.
     *
     * @param file the name of its file, such as {@code Placed-1.json}
     * @throws UncheckedIOException if there is no such file
     * @throws dev.mink.MinkException if the event cannot be read
     */
    public List<Object> read(String file) {
        return read(directory.resolve(file));
    }

    private List<Object> read(Path file) {
        return types.readStrictly(load(file).stored(file), codec);
    }

    private GoldenEvent load(Path file) {
        try {
            return GoldenEvent.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " is not a stored event: " + e.getMessage(), e);
        }
    }

    private void write(GoldenEvent golden) {
        String name = golden.type().replaceAll("[^\\w.-]", "_") + "-" + golden.schemaVersion();
        Path file = directory.resolve(name + ".json");
        for (int n = 2; Files.exists(file); n++) {
            file = directory.resolve(name + "-" + n + ".json");
        }
        try {
            Files.createDirectories(directory);
            Files.writeString(file, golden.toJson() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }
}
