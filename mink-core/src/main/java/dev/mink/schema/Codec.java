package dev.mink.schema;

import tools.jackson.databind.json.JsonMapper;

/** Turns events into what is stored and back. Implementations are thread-safe. */
public interface Codec {

    /**
     * Encodes an event.
     *
     * @throws CodecException if it cannot be encoded, or not so that it can be decoded again
     */
    Payload encode(Object event);

    /**
     * Decodes an event.
     *
     * @throws CodecException if the payload is not one of the type, or not in this codec's format
     */
    <E> E decode(Payload payload, Class<E> type);

    /**
     * The JSON of a payload, which is what upcasters change; {@link #decode} is given what they make of it. A
     * codec whose binary format has JSON inside, such as a compressed one, unpacks it here.
     *
     * @throws CodecException if there is no JSON in it
     */
    default Payload toJson(Payload payload) {
        if (payload.format() != Payload.Format.JSON) {
            throw new CodecException(
                    getClass().getName(),
                    "it is stored in a binary format, and " + getClass().getName()
                            + " has no toJson(…) that gives the JSON in it",
                    null);
        }
        return payload;
    }

    /**
     * JSON as mink recommends it: the components of a record and nothing computed from them; {@code
     * BigDecimal} exact to its scale; {@code java.time} values as ISO-8601 texts with the offset and zone
     * that they have; enum constants by their names. Where a component has no type of its own, such as
     * {@code Object}, a number with a fraction is read as a {@code BigDecimal}.
     *
     * <p>Properties that a record does not know are ignored. A property that a record needs must be
     * there: all are needed, but for {@code Optional} components and those annotated with a {@code
     * Nullable} annotation. Reading neither rounds nor converts: a text is no number and 2.7 no integer.
     *
     * <p>NaN, infinities, NUL characters and unpaired surrogates are refused, and so is the first event
     * of a type that could be written but not read again.
     */
    static Codec json() {
        return JacksonCodec.recommended();
    }

    /** JSON as a mapper of your own writes and reads it. */
    static Codec json(JsonMapper mapper) {
        return new JacksonCodec(mapper);
    }
}
