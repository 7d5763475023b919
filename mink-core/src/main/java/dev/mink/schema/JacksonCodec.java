package dev.mink.schema;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON by Jackson, with one reader and writer kept per event type.
 *
 * <p>The first event of each type is read back when it is written, so that a type that could never be
 * read again is found out before anything of it is stored.
 */
final class JacksonCodec implements Codec {

    private final JsonMapper mapper;
    private final Map<Class<?>, ObjectWriter> writers = new ConcurrentHashMap<>();
    private final Map<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();

    JacksonCodec(JsonMapper mapper) {
        this.mapper = Objects.requireNonNull(mapper, "mapper");
    }

    static JacksonCodec recommended() {
        return Recommended.CODEC;
    }

    JsonMapper mapper() {
        return mapper;
    }

    @Override
    public Payload encode(Object event) {
        Class<?> type = event.getClass();
        ObjectWriter known = writers.get(type);
        ObjectWriter writer = known != null ? known : mapper.writerFor(type);
        byte[] json = write(writer, event, type);
        if (known == null) {
            readBack(json, type);
            writers.put(type, writer);
        }
        return Payload.json(json);
    }

    private static byte[] write(ObjectWriter writer, Object event, Class<?> type) {
        byte[] json;
        try {
            json = writer.writeValueAsBytes(event);
        } catch (JacksonException e) {
            throw unwritable(type, reason(e), e);
        }
        String problem = JsonCheck.problem(json);
        if (problem != null) {
            throw unwritable(type, problem, null);
        }
        return json;
    }

    private void readBack(byte[] json, Class<?> type) {
        try {
            read(json, type);
        } catch (JacksonException e) {
            throw new CodecException(
                    type.getName(),
                    "event " + type.getName() + " could be written as JSON but not read again: " + reason(e)
                            + "; change the component, or give its type what Jackson needs to make one",
                    e);
        }
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
        E event;
        try {
            event = read(payload.bytes(), type);
        } catch (JacksonException e) {
            throw unfit(type, reason(e), payload, e);
        }
        if (event == null) {
            throw unfit(type, "it is null", payload, null);
        }
        return event;
    }

    private <E> @Nullable E read(byte[] json, Class<E> type) {
        return readers.computeIfAbsent(type, mapper::readerFor).readValue(json);
    }

    private static CodecException unfit(Class<?> type, String why, Payload stored, @Nullable Throwable cause) {
        return new CodecException(
                type.getName(),
                "stored event does not fit " + type.getName() + ": " + why + "; stored is " + shown(stored),
                cause);
    }

    /** What Jackson says, and where in the event. */
    private static String reason(JacksonException e) {
        String where = e.getPath().stream()
                .map(step -> step.getPropertyName() != null ? step.getPropertyName() : "[" + step.getIndex() + "]")
                .collect(Collectors.joining("."));
        return where.isEmpty()
                ? e.getOriginalMessage()
                : e.getOriginalMessage() + " (at " + shortened(where, 100) + ")";
    }

    private static String shown(Payload payload) {
        return shortened(payload.toString(), 200);
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }

    /** Made when first used, so that a user with a mapper of their own never pays for it. */
    private static final class Recommended {

        static final JacksonCodec CODEC = new JacksonCodec(JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(JsonTree.UNLIMITED)
                        .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                        .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                        .build())
                .annotationIntrospector(new RequiredComponents())
                .addModule(new RecordConstructors())
                // A record is its components, not what it computes from them.
                .enable(MapperFeature.INFER_RECORD_GETTERS_FROM_COMPONENTS_ONLY)
                // The name of an enum constant is stable, its text is for people.
                .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING)
                // Times keep the offset and the zone that they were given.
                .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                // Reading never rounds or guesses.
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build());
    }
}
