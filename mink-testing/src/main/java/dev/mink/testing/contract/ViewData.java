package dev.mink.testing.contract;

import dev.mink.schema.Codec;
import dev.mink.schema.Payload;
import dev.mink.spi.ViewDocument;
import dev.mink.spi.ViewField;
import dev.mink.spi.ViewGeneration;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Documents of views for tests. */
final class ViewData {

    static final String VIEW = "sales-2";
    static final List<ViewField> FIELDS = List.of(
            new ViewField("text", ViewField.Type.TEXT),
            new ViewField("inner.number", ViewField.Type.NUMBER),
            new ViewField("is_true", ViewField.Type.TRUTH),
            new ViewField("At", ViewField.Type.TIME));

    private ViewData() {}

    static ViewGeneration generation(int number) {
        return new ViewGeneration(VIEW, number, FIELDS);
    }

    /** A document without values. */
    static ViewDocument plain(String key, String content) {
        return document(key, content, null, null, null, null);
    }

    static ViewDocument document(
            String key,
            String content,
            @Nullable String text,
            @Nullable String number,
            @Nullable Boolean truth,
            @Nullable Instant time) {
        return new ViewDocument(
                key,
                "{\"content\" : \"" + content + "\", \"n\":1.50,\"nothing\":null}",
                Arrays.asList(text, number == null ? null : new BigDecimal(number), truth, time));
    }

    /** A document as it is read, in a form that can be compared. */
    static Read read(ViewDocument document) {
        byte[] json = document.json().getBytes(StandardCharsets.UTF_8);
        return new Read(document.key(), Codec.json().decode(Payload.json(json), Map.class));
    }

    /**
     * A document with its JSON as a map, however that was written.
     *
     * @param key its key
     * @param content its properties
     */
    record Read(String key, Map<?, ?> content) {}
}
