package dev.mink.testing.contract;

import dev.mink.Metadata;
import dev.mink.schema.Payload;
import dev.mink.spi.NewEvent;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.IntStream;

/** Events to append, each with a new id. */
final class Events {

    private Events() {}

    static NewEvent one() {
        return typed("Happened");
    }

    static NewEvent typed(String type) {
        return with(type, json("{\"amount\":12.50}"), Metadata.empty());
    }

    static NewEvent with(Payload payload) {
        return with("Happened", payload, Metadata.empty());
    }

    static NewEvent with(Metadata metadata) {
        return with("Happened", json("{}"), metadata);
    }

    private static NewEvent with(String type, Payload payload, Metadata metadata) {
        return new NewEvent(UUID.randomUUID(), type, 1, payload, metadata);
    }

    static NewEvent[] many(int count) {
        return IntStream.range(0, count).mapToObj(i -> one()).toArray(NewEvent[]::new);
    }

    static Payload json(String text) {
        return Payload.json(text.getBytes(StandardCharsets.UTF_8));
    }
}
