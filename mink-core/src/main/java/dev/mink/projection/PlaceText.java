package dev.mink.projection;

import dev.mink.internal.Text;
import dev.mink.spi.DocumentQuery.Place;
import dev.mink.spi.FieldOrder;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Places in the order of a query as texts: a JSON array of the order, the values and the key, in Base64.
 *
 * @param fields of the view
 * @param orders of the query
 */
record PlaceText(Fields fields, List<FieldOrder> orders) {

    private static final JsonFactory JSON = new JsonFactory();

    String write(Place place) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartArray();
            json.writeString(order());
            for (Object value : place.values()) {
                json.writeString(value == null ? null : value.toString());
            }
            json.writeString(place.key());
            json.writeEndArray();
        }
        byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(utf8);
    }

    /** The fields in their order, so that a place of another query is told from one of this. */
    private String order() {
        StringBuilder text = new StringBuilder();
        orders.forEach(by -> text.append(by.descending() ? '-' : '+').append(by.field()));
        return text.toString();
    }

    /**
     * @throws IllegalArgumentException if it is not a place in this order
     */
    Place read(String text) {
        try {
            List<@Nullable String> parts =
                    parts(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
            if (parts.size() != orders.size() + 2 || !order().equals(parts.get(0))) {
                throw new IllegalArgumentException("it belongs to another order");
            }
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < orders.size(); i++) {
                values.add(value(orders.get(i).field(), parts.get(i + 1)));
            }
            String key = Objects.requireNonNullElse(parts.get(parts.size() - 1), "");
            return new Place(values, Text.checkStorable("the key", key));
        } catch (IllegalArgumentException | JacksonException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "the place " + Text.quote(text) + " is not one in the order of this query: hand over the next of"
                            + " a page with the same orders, or null to begin at the beginning",
                    e);
        }
    }

    private static List<@Nullable String> parts(String text) {
        List<@Nullable String> parts = new ArrayList<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw new IllegalArgumentException("it is no array");
            }
            for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NULL) {
                    throw new IllegalArgumentException("it has parts that are not texts");
                }
                parts.add(token == JsonToken.VALUE_NULL ? null : json.getString());
            }
        }
        return parts;
    }

    private @Nullable Object value(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        return switch (fields.type(field)) {
            case TEXT -> Text.checkStorable("the text", text);
            case NUMBER -> new BigDecimal(text);
            case TRUTH -> Boolean.valueOf(text);
            case TIME -> Instant.parse(text);
        };
    }
}
