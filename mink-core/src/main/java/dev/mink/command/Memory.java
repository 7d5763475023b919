package dev.mink.command;

import dev.mink.EventStore;
import dev.mink.RecordedEvent;
import dev.mink.StreamId;
import dev.mink.StreamQuery;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.CommandResult.Rejected;
import dev.mink.schema.Codec;
import dev.mink.schema.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a result: the events by where they are stored, a rejection by its name and message.
 *
 * @param stream the stream that was written, or null
 * @param version its version after that
 * @param events how many events were written
 * @param answer the answer as JSON, or null
 * @param rejection the simple name of the rejection, or null if the command was accepted
 * @param message the message of the rejection, or null
 */
record Memory(
        @Nullable String stream,
        long version,
        int events,
        @Nullable String answer,
        @Nullable String rejection,
        @Nullable String message) {

    private static final Codec JSON = Codec.json();

    static Memory of(Accepted accepted) {
        Object data = accepted.data();
        return new Memory(
                accepted.stream() == null ? null : accepted.stream().toString(),
                accepted.version(),
                accepted.events().size(),
                data == null ? null : json(data),
                null,
                null);
    }

    static Memory of(Rejected rejected) {
        RuntimeException reason = rejected.reason();
        return new Memory(null, 0, 0, null, reason.getClass().getSimpleName(), reason.getMessage());
    }

    static Memory parse(String json) {
        return JSON.decode(Payload.json(json.getBytes(StandardCharsets.UTF_8)), Memory.class);
    }

    String json() {
        return json(this);
    }

    /** The result as it was, its events read from the store. */
    CommandResult recall(EventStore<?> store, @Nullable Class<?> answerType) {
        if (rejection != null) {
            return new Rejected(new RememberedRejectionException(rejection, String.valueOf(message)));
        }
        StreamId id = stream == null ? null : StreamId.parse(stream);
        List<Object> raised = id == null || events == 0
                ? List.of()
                : store.read(StreamQuery.of(id).from(version - events + 1).through(version))
                        .map(RecordedEvent::event)
                        .toList();
        Object data = answer == null
                ? null
                : JSON.decode(
                        Payload.json(answer.getBytes(StandardCharsets.UTF_8)),
                        Objects.requireNonNull(answerType, "the type of the answer"));
        return new Accepted(id, version, raised, data);
    }

    private static String json(Object value) {
        return JSON.encode(value).toString();
    }
}
