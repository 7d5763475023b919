package dev.mink.schema;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** JSON by Jackson, with one reader and writer kept per event type. */
final class JacksonCodec implements Codec {

    private final JsonMapper mapper;
    private final Map<Class<?>, ObjectWriter> writers = new ConcurrentHashMap<>();
    private final Map<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();

    JacksonCodec(JsonMapper mapper) {
        this.mapper = mapper;
    }

    static JacksonCodec recommended() {
        return Recommended.CODEC;
    }

    @Override
    public Payload encode(Object event) {
        Class<?> type = event.getClass();
        byte[] json;
        try {
            json = writers.computeIfAbsent(type, mapper::writerFor).writeValueAsBytes(event);
        } catch (JacksonException e) {
            throw unwritable(type, reason(e), e);
        }
        String problem = JsonCheck.problem(json);
        if (problem != null) {
            throw unwritable(type, problem, null);
        }
        return Payload.json(json);
    }

    private static CodecException unwritable(Class<?> type, String why, @Nullable Throwable cause) {
        return new CodecException(
                type.getName(), "event " + type.getName() + " cannot be written as JSON: " + why, cause);
    }

    @Override
    public <E> E decode(Payload payload, Class<E> type) {
        if (payload.format() != Payload.Format.JSON) {
            throw new CodecException(
                    type.getName(),
                    "event " + type.getName() + " is stored in a binary format but read with the JSON codec:"
                            + " build the event store with the codec that wrote it",
                    null);
        }
        try {
            return readers.computeIfAbsent(type, mapper::readerFor).readValue(payload.bytes());
        } catch (JacksonException e) {
            throw new CodecException(
                    type.getName(),
                    "stored event does not fit " + type.getName() + ": " + reason(e) + "; stored is " + shown(payload),
                    e);
        }
    }

    private static String reason(JacksonException e) {
        return e.getOriginalMessage();
    }

    private static String shown(Payload payload) {
        String json = payload.toString();
        return json.length() <= 200 ? json : json.substring(0, 200) + "…";
    }

    /** Made when first used, so that a user with a mapper of their own never pays for it. */
    private static final class Recommended {

        static final JacksonCodec CODEC = new JacksonCodec(JsonMapper.builder(JsonFactory.builder()
                        .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                        .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                        .build())
                .annotationIntrospector(new RequiredComponents())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build());
    }
}
