package dev.mink.testing;

import dev.mink.schema.Codec;
import dev.mink.schema.EventSchemas;
import dev.mink.schema.EventTypes;
import dev.mink.schema.SchemaBreak;
import dev.mink.schema.SchemaBreak.Victim;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.assertj.core.annotation.CheckReturnValue;
import org.opentest4j.AssertionFailedError;

/**
 * Fails where the events of the code do not go with those of a file under version control: because stored events
 * could not be read any more, or because code of before, while it still runs, could not read what is written now.
 *
 * <pre>{@code
 * SchemaCheck.of(EVENTS).against(Path.of("src/test/resources/events.schema"));
 * }</pre>
 *
 * <p>With {@code -Dmink.schema.update=true} the file is written, as long as nothing breaks. Immutable.
 */
@CheckReturnValue
public final class SchemaCheck {

    static final String UPDATE = "mink.schema.update";

    private final EventTypes types;
    private final Codec codec;
    private final boolean storedEventsOnly;

    private SchemaCheck(EventTypes types, Codec codec, boolean storedEventsOnly) {
        this.types = Objects.requireNonNull(types, "event types");
        this.codec = Objects.requireNonNull(codec, "codec");
        this.storedEventsOnly = storedEventsOnly;
    }

    /** A check of event types as {@link Codec#json()} writes them. */
    public static SchemaCheck of(EventTypes types) {
        return new SchemaCheck(types, Codec.json(), false);
    }

    /** The same for another codec, one of {@link Codec#json(tools.jackson.databind.json.JsonMapper)}. */
    public SchemaCheck codec(Codec newCodec) {
        return new SchemaCheck(types, newCodec, storedEventsOnly);
    }

    /** The same without regard to running code, for applications that stop the old code before they start the new. */
    public SchemaCheck storedEventsOnly() {
        return new SchemaCheck(types, codec, true);
    }

    /**
     * Compares the events with those of a file.
     *
     * @throws AssertionFailedError if a change breaks something, or is not in the file yet; the message tells what
     *     to do
     */
    public void against(Path file) {
        against(file, Boolean.getBoolean(UPDATE));
    }

    void against(Path file, boolean update) {
        EventSchemas now = EventSchemas.of(types, codec);
        if (!Files.exists(file)) {
            if (!update) {
                throw new AssertionFailedError("there is no file " + file + " yet: run with -D" + UPDATE
                        + "=true, and put it under version control");
            }
            now.snapshot(file);
            return;
        }
        EventSchemas before = EventSchemas.read(file);
        List<SchemaBreak> breaks = now.breaksSince(before).stream()
                .filter(each -> !storedEventsOnly || each.victim() == Victim.STORED_EVENTS)
                .toList();
        if (!breaks.isEmpty()) {
            throw new AssertionFailedError(message(file, breaks), before.toString(), now.toString());
        }
        if (!now.equals(before)) {
            if (!update) {
                throw new AssertionFailedError(
                        "events have changed since " + file + " was written, without breaking anything: run with -D"
                                + UPDATE + "=true, and commit the file with the change",
                        before.toString(),
                        now.toString());
            }
            now.snapshot(file);
        }
    }

    private static String message(Path file, List<SchemaBreak> breaks) {
        return breaks.stream()
                .map(SchemaCheck::line)
                .collect(Collectors.joining(
                        "\n  ",
                        "events have changed since " + file + " was written, and break:\n  ",
                        "\nIf no such event is stored anywhere yet, take its lines out of the file" + " and run with -D"
                                + UPDATE + "=true."));
    }

    private static String line(SchemaBreak each) {
        return (each.victim() == Victim.STORED_EVENTS ? "[stored events] " : "[running code] ") + each;
    }
}
