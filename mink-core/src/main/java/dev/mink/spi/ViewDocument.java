package dev.mink.spi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document of a view.
 *
 * @param key unique in its view, 1 to 255 UTF-16 characters
 * @param json the document
 * @param values those of the fields of its generation, in their order; empty where a document is read
 */
public record ViewDocument(String key, String json, List<@Nullable Object> values) {

    /** Copies the list. */
    public ViewDocument {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /** A document as it is read. */
    public ViewDocument(String key, String json) {
        this(key, json, List.of());
    }
}
