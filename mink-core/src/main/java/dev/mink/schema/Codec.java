package dev.mink.schema;

import tools.jackson.databind.json.JsonMapper;

/** Turns events into what is stored and back. Implementations are thread-safe. */
public interface Codec {

    /**
     * Encodes an event.
     *
     * @throws CodecException if it cannot be encoded so that decoding gives an equal event
     */
    Payload encode(Object event);

    /**
     * Decodes an event.
     *
     * @throws CodecException if the payload is not one of the type, or not in this codec's format
     */
    <E> E decode(Payload payload, Class<E> type);

    /**
     * JSON as mink recommends it: {@code BigDecimal} exact to its scale, {@code java.time} values as
     * ISO-8601 texts, properties that a record does not know ignored. A property that a record needs
     * must be there: all are needed, but for {@code Optional} components and those annotated with a
     * {@code Nullable} annotation. NaN, infinities, NUL characters and unpaired surrogates are refused.
     */
    static Codec json() {
        return JacksonCodec.recommended();
    }

    /** JSON as a mapper of your own writes and reads it. */
    static Codec json(JsonMapper mapper) {
        return new JacksonCodec(mapper);
    }
}
