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
        StreamId stream = accepted.stream();
        Object data = accepted.data();
        return new Memory(
                stream == null ? null : stream.toString(),
                accepted.version(),
                accepted.events().size(),
                data == null ? null : JSON.encode(data).toString(),
                null,
                null);
    }

    static Memory of(Rejected rejected) {
        RuntimeException reason = rejected.reason();
        return new Memory(null, 0, 0, null, Rejections.nameOf(reason), reason.getMessage());
    }

    static Memory parse(String json) {
        return decoded(json, Memory.class);
    }

    /** Unlike an event, a message may contain any character; those that cannot be stored are replaced. */
    String json() {
        return CommandJson.text(this);
    }

    /** The result as it was, its events read from the store. */
    CommandResult recall(EventStore<?> store, @Nullable Class<?> answerType) {
        if (rejection != null) {
            return new Rejected(new RememberedRejectionException(rejection, message));
        }
        StreamId id = stream == null ? null : StreamId.parse(stream);
        return new Accepted(id, version, raised(store), answer(answerType));
    }

    /** The events as they are stored. */
    List<Object> raised(EventStore<?> store) {
        long first = version - events + 1;
        if (stream == null || events == 0 || first < 1) {
            return List.of();
        }
        return store.read(StreamQuery.of(StreamId.parse(stream)).from(first).through(version))
                .map(RecordedEvent::event)
                .toList();
    }

    @Nullable
    Object answer(@Nullable Class<?> type) {
        return answer == null ? null : decoded(answer, Objects.requireNonNull(type, "the type of the answer"));
    }

    private static <R> R decoded(String json, Class<R> type) {
        return JSON.decode(Payload.json(json.getBytes(StandardCharsets.UTF_8)), type);
    }
}
