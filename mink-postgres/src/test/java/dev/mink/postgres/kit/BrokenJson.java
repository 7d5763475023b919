package dev.mink.postgres.kit;

import dev.mink.schema.Codec;
import dev.mink.schema.Payload;
import java.nio.charset.StandardCharsets;

/** A codec like {@link Codec#json()} that writes the text of a {@link Fact.Told} as it is, JSON or not. */
public final class BrokenJson implements Codec {

    private final Codec json = Codec.json();

    @Override
    public Payload encode(Object event) {
        return event instanceof Fact.Told told
                ? Payload.json(told.text().getBytes(StandardCharsets.UTF_8))
                : json.encode(event);
    }

    @Override
    public <E> E decode(Payload payload, Class<E> type) {
        return type == Fact.Told.class
                ? type.cast(new Fact.Told(new String(payload.bytes(), StandardCharsets.UTF_8)))
                : json.decode(payload, type);
    }
}
