package dev.mink;

import dev.mink.internal.Text;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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
        Objects.requireNonNull(text, "metadata");
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw wrong(text, "is not a JSON object", null);
            }
            Metadata metadata = readObject(json, text);
            if (json.nextToken() != null) {
                throw wrong(text, "goes on after its end", null);
            }
            return metadata;
        } catch (JacksonException e) {
            throw wrong(text, "is not JSON", e);
        }
    }

    private static Metadata readObject(JsonParser json, String text) {
        String correlationId = null;
        String causationId = null;
        String userId = null;
        String tenantId = null;
        Map<String, String> attributes = Map.of();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "correlationId" -> correlationId = value(json, text);
                case "causationId" -> causationId = value(json, text);
                case "userId" -> userId = value(json, text);
                case "tenantId" -> tenantId = value(json, text);
                case "attributes" -> attributes = readAttributes(json, text);
                default -> json.skipChildren();
            }
        }
        return new Metadata(correlationId, causationId, userId, tenantId, attributes);
    }

    private static Map<String, String> readAttributes(JsonParser json, String text) {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return Map.of();
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw wrong(text, "has attributes that are not an object", null);
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            String value = value(json, text);
            if (value != null) {
                attributes.put(name, value);
            }
        }
        return attributes;
    }

    /** A text, or a number or truth value as text; null as if the property was not there. */
    private static @Nullable String value(JsonParser json, String text) {
        if (json.currentToken().isStructStart()) {
            throw wrong(text, "has an object or array for " + Text.quote(json.currentName()) + ", not a text", null);
        }
        return json.getValueAsString();
    }

    private static IllegalArgumentException wrong(String text, String why, @Nullable Throwable cause) {
        return new IllegalArgumentException("metadata " + Text.quote(text) + " " + why, cause);
    }
}
