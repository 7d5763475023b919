package dev.mink.schema;

import dev.mink.internal.Text;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Reads and writes {@link JsonObject}s. */
final class JsonTree {

    /** What has been written can be read, however long it is: the store limits the size of events. */
    static final StreamReadConstraints UNLIMITED = StreamReadConstraints.builder()
            .maxNumberLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .build();

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(UNLIMITED)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private JsonTree() {}

    static JsonObject read(byte[] utf8) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), utf8)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException(
                        "not a JSON object: " + Text.quote(Payload.json(utf8).toString()));
            }
            JsonObject object = object(json);
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("JSON goes on after the end of its object: "
                        + Text.quote(Payload.json(utf8).toString()));
            }
            return object;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static JsonObject object(JsonParser json) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            properties.put(name, value(json, json.nextToken()));
        }
        return JsonObject.over(properties);
    }

    private static @Nullable Object value(JsonParser json, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> list(json);
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> json.getDecimalValue();
            case VALUE_NUMBER_FLOAT -> fraction(json);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static Number fraction(JsonParser json) {
        BigDecimal exact = json.getDecimalValue();
        return exact.signum() == 0 && json.getString().startsWith("-") ? (Number) (-0.0) : exact;
    }

    private static List<@Nullable Object> list(JsonParser json) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
            elements.add(value(json, next));
        }
        return Collections.unmodifiableList(elements);
    }

    static byte[] write(JsonObject object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(json, object);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, @Nullable Object value) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof JsonObject object) {
            json.writeStartObject();
            object.properties().forEach((name, property) -> {
                json.writeName(name);
                write(json, property);
            });
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(element -> write(json, element));
            json.writeEndArray();
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else if (value instanceof Double negativeZero) {
            json.writeNumber(negativeZero);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else {
            json.writeString((String) value);
        }
    }

    /**
     * A value as a {@link JsonObject} has it.
     *
     * @throws IllegalArgumentException if JSON has nothing like it
     */
    static @Nullable Object value(@Nullable Object given) {
        if (given == null
                || given instanceof String
                || given instanceof Boolean
                || given instanceof JsonObject
                || given instanceof BigDecimal) {
            return given;
        } else if (given instanceof Number number) {
            return number(number);
        } else if (given instanceof List<?> list) {
            List<@Nullable Object> elements = new ArrayList<>();
            list.forEach(element -> elements.add(value(element)));
            return Collections.unmodifiableList(elements);
        } else if (given instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> properties = new LinkedHashMap<>();
            map.forEach((name, property) -> properties.put(name(name), value(property)));
            return JsonObject.over(properties);
        }
        throw unfit(given);
    }

    private static String name(@Nullable Object name) {
        if (name instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("the name of a JSON property is a text, not " + kind(name));
    }

    private static Number number(Number number) {
        if (number instanceof Integer || number instanceof Long || number instanceof Short || number instanceof Byte) {
            return BigDecimal.valueOf(number.longValue());
        } else if (number instanceof BigInteger integer) {
            return new BigDecimal(integer);
        } else if ((number instanceof Double || number instanceof Float) && Double.isFinite(number.doubleValue())) {
            String shortest = number.toString();
            return number.doubleValue() == 0 && shortest.startsWith("-") ? (Number) (-0.0) : new BigDecimal(shortest);
        }
        throw unfit(number);
    }

    private static IllegalArgumentException unfit(Object given) {
        return new IllegalArgumentException(
                "JSON has no value like the " + given.getClass().getName() + " " + Text.quote(given.toString())
                        + ": give a text, a finite number, a boolean, a JsonObject, a list, or null");
    }

    /** What a value is, for a message. */
    static String kind(@Nullable Object value) {
        if (value == null) {
            return "null";
        } else if (value instanceof JsonObject) {
            return "an object";
        } else if (value instanceof List) {
            return "a list";
        } else if (value instanceof Number) {
            return "a number";
        } else if (value instanceof Boolean) {
            return "a boolean";
        }
        return value instanceof String ? "a text" : "a " + value.getClass().getName();
    }
}
