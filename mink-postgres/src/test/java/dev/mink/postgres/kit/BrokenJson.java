package dev.mink.postgres.kit;

import dev.mink.schema.Codec;
import dev.mink.schema.Payload;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** A codec like {@link Codec#json()} that writes the text of a {@link Fact.Told} as it is, JSON or not. */
public final class BrokenJson implements Codec {

    /** A text that it writes as bytes that are no UTF-8. */
    public static final String NO_UTF8 = "\"\u00fc\"";

    private final Codec json = Codec.json();

    @Override
    public Payload encode(Object event) {
        if (event instanceof Fact.Told told) {
            Charset charset = told.text().equals(NO_UTF8) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
            return Payload.json(told.text().getBytes(charset));
        }
        return json.encode(event);
    }

    @Override
    public <E> E decode(Payload payload, Class<E> type) {
        return type == Fact.Told.class
                ? type.cast(new Fact.Told(new String(payload.bytes(), StandardCharsets.UTF_8)))
                : json.decode(payload, type);
    }
}
