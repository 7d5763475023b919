package dev.mink.command;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import dev.mink.schema.CodecException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Commands as JSON: to be told apart and to be kept in the audit log. It need not be possible to read them
 * again, and texts may have characters that those of events may not.
 */
final class CommandJson {

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build())
            .addModule(new SimpleModule().addSerializer(Set.class, new SortedElements()))
            .changeDefaultVisibility(checker -> checker.withFieldVisibility(Visibility.ANY))
            .enable(MapperFeature.INFER_RECORD_GETTERS_FROM_COMPONENTS_ONLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** With maps in their own order, and texts that every function of PostgreSQL can read. */
    private static final JsonMapper KEPT = MAPPER.rebuild()
            .disable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .addModule(new SimpleModule("kept texts")
                    .addSerializer(String.class, new ShownTexts(JsonGenerator::writeString))
                    .addKeySerializer(String.class, new ShownTexts(JsonGenerator::writeName)))
            .build();

    private CommandJson() {}

    /** The same for equal commands in every process, whatever the order of their sets and maps. */
    static byte[] canonical(Object command) {
        return writing(command, () -> MAPPER.writeValueAsBytes(command));
    }

    /** To be kept and looked at; NUL characters and unpaired surrogates are replaced. */
    static String text(Object value) {
        return new String(writing(value, () -> KEPT.writeValueAsBytes(value)), StandardCharsets.UTF_8);
    }

    /** The command as maps, lists, texts, numbers and booleans. */
    static Object tree(Object command) {
        return writing(command, () -> MAPPER.convertValue(command, Object.class));
    }

    private static <R> R writing(Object value, Supplier<R> work) {
        try {
            return work.get();
        } catch (JacksonException e) {
            String type = value.getClass().getName();
            throw new CodecException(
                    type,
                    "the command " + type + " cannot be written as JSON, by which idempotency tells commands apart and"
                            + " the audit log keeps them: " + e.getOriginalMessage()
                            + "; make it a record of plain values",
                    e);
        }
    }

    /** Sets in the order of the JSON of their elements, since some have another order in each process. */
    @SuppressWarnings("rawtypes")
    private static final class SortedElements extends ValueSerializer<Set> {

        @Override
        public void serialize(Set set, JsonGenerator json, SerializationContext context) {
            Set<String> elements = new TreeSet<>();
            for (Object element : set) {
                elements.add(MAPPER.writeValueAsString(element));
            }
            json.writeStartArray();
            elements.forEach(json::writeRawValue);
            json.writeEndArray();
        }
    }

    /** Texts without what PostgreSQL refuses to show. */
    private static final class ShownTexts extends ValueSerializer<String> {

        private final BiConsumer<JsonGenerator, String> writing;

        ShownTexts(BiConsumer<JsonGenerator, String> writing) {
            this.writing = writing;
        }

        @Override
        public void serialize(String text, JsonGenerator json, SerializationContext context) {
            byte[] utf8 = text.replace('\0', '?').getBytes(StandardCharsets.UTF_8);
            writing.accept(json, new String(utf8, StandardCharsets.UTF_8));
        }
    }
}
