package dev.mink;

import dev.mink.internal.Text;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** How metadata is stored: one small JSON object with only what is set. */
final class MetadataJson {

    private static final JsonFactory JSON = new JsonFactory();

    private MetadataJson() {}

    static String write(Metadata metadata) {
        StringWriter text = new StringWriter(128);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            write(json, "correlationId", metadata.correlationId());
            write(json, "causationId", metadata.causationId());
            write(json, "userId", metadata.userId());
            write(json, "tenantId", metadata.tenantId());
            if (!metadata.attributes().isEmpty()) {
                json.writeObjectPropertyStart("attributes");
                metadata.attributes().forEach((name, value) -> write(json, name, value));
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }

    static Metadata read(String text) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("metadata " + Text.quote(text) + " is not a JSON object");
            }
            return readObject(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("metadata " + Text.quote(text) + " is not JSON", e);
        }
    }

    private static Metadata readObject(JsonParser json) {
        String correlationId = null;
        String causationId = null;
        String userId = null;
        String tenantId = null;
        Map<String, String> attributes = Map.of();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "correlationId" -> correlationId = json.getValueAsString();
                case "causationId" -> causationId = json.getValueAsString();
                case "userId" -> userId = json.getValueAsString();
                case "tenantId" -> tenantId = json.getValueAsString();
                case "attributes" -> attributes = readAttributes(json);
                default -> json.skipChildren();
            }
        }
        return new Metadata(correlationId, causationId, userId, tenantId, attributes);
    }

    private static Map<String, String> readAttributes(JsonParser json) {
        Map<String, String> attributes = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            attributes.put(name, json.getValueAsString(""));
        }
        return attributes;
    }
}
