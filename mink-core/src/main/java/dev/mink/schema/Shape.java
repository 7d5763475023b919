package dev.mink.schema;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the JSON of an event looks like.
 *
 * @param version the schema version in which it is written
 * @param oldest the oldest schema version that can be read
 * @param properties the properties by their paths, such as {@code lines[].sku}
 */
record Shape(int version, int oldest, SortedMap<String, Property> properties) {

    Shape {
        properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
    }

    /** The path of what a property is in; null at the top. */
    static @Nullable String parent(String path) {
        int end = Math.max(path.lastIndexOf('.'), Math.max(path.lastIndexOf("[]"), path.lastIndexOf("{}")));
        return end <= 0 ? null : path.substring(0, end);
    }

    /**
     * A property.
     *
     * @param type what kind of value it has
     * @param optional whether it may be missing
     */
    record Property(String type, boolean optional) {

        private static final String OPTIONAL = ", optional";

        static Property parse(String text) {
            boolean optional = text.endsWith(OPTIONAL);
            return new Property(optional ? text.substring(0, text.length() - OPTIONAL.length()) : text, optional);
        }

        @Override
        public String toString() {
            return optional ? type + OPTIONAL : type;
        }
    }
}
