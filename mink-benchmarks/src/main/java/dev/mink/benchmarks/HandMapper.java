package dev.mink.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** The Jackson of the hand-written contenders, with a reader and a writer kept for each type. */
final class HandMapper {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final ObjectReader METADATA = MAPPER.readerFor(new TypeReference<Map<String, String>>() {});
    private static final Map<String, ObjectReader> READERS = new LinkedHashMap<>();
    private static final Map<Class<?>, ObjectWriter> WRITERS = new LinkedHashMap<>();

    static {
        for (Class<?> type : OrderEvent.class.getPermittedSubclasses()) {
            READERS.put(type.getSimpleName(), MAPPER.readerFor(type));
            WRITERS.put(type, MAPPER.writerFor(type));
        }
    }

    private HandMapper() {}

    static byte[] write(OrderEvent event) {
        return Objects.requireNonNull(WRITERS.get(event.getClass())).writeValueAsBytes(event);
    }

    static OrderEvent read(String type, byte[] json) {
        return Objects.requireNonNull(READERS.get(type)).readValue(json);
    }

    static Map<String, String> metadata(String json) {
        return METADATA.readValue(json);
    }
}
