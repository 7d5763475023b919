package dev.mink.projection;

import dev.mink.internal.Text;
import dev.mink.spi.ViewField;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The declared fields of a view's documents. */
final class Fields {

    private static final int MAX_LENGTH = 50;

    private final String view;
    private final Map<String, FieldReader> readers = new LinkedHashMap<>();

    /**
     * @param names paths of components of the record
     * @throws IllegalArgumentException if one of them is none, or of a type that fields cannot have
     */
    Fields(String view, Class<?> document, Collection<String> names) {
        this.view = view;
        for (String name : names) {
            if (name.length() > MAX_LENGTH) {
                throw new IllegalArgumentException("field " + name + " of view " + view + " is longer than "
                        + MAX_LENGTH + " characters: put what it needs into a component with a shorter name");
            }
            readers.put(name, FieldReader.of(view, document, name));
        }
    }

    List<ViewField> declared() {
        List<ViewField> fields = new ArrayList<>();
        readers.forEach(
                (name, reader) -> fields.add(new ViewField(name, reader.kind().type())));
        return fields;
    }

    /** The values of a document, in the order of the fields. */
    List<@Nullable Object> values(Object document) {
        List<@Nullable Object> values = new ArrayList<>(readers.size());
        readers.keySet().forEach(name -> values.add(value(name, document)));
        return values;
    }

    /** The value of one field of a document, as it is stored. */
    @Nullable
    Object value(String name, Object document) {
        FieldReader reader = reader(name);
        Object value = reader.read(document);
        return value == null ? null : stored(name, reader.kind(), value);
    }

    /**
     * A value to compare a field with, as it is stored.
     *
     * @throws IllegalArgumentException if there is no such field, or the value is not of its type
     */
    Object stored(String name, Object value) {
        FieldReader reader = reader(name);
        if (!reader.kind().takes(value)) {
            throw new IllegalArgumentException("field " + name + " of view " + view + " is "
                    + reader.kind().describe() + " and cannot be compared with "
                    + Text.quote(value.toString()) + ", a " + value.getClass().getName());
        }
        return stored(name, reader.kind(), value);
    }

    private Object stored(String name, FieldKind kind, Object value) {
        try {
            return kind.stored(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("field " + name + " of view " + view + ": " + e.getMessage(), e);
        }
    }

    /**
     * @throws IllegalArgumentException if there is no such field, or it is not a {@code String}
     */
    void requireText(String name) {
        FieldReader reader = reader(name);
        if (!reader.kind().isText()) {
            throw new IllegalArgumentException("field " + name + " of view " + view + " is "
                    + reader.kind().describe() + ", and like and contains look into texts only");
        }
    }

    /**
     * @throws IllegalArgumentException if there is no such field
     */
    void require(String name) {
        reader(name);
    }

    ViewField.Type type(String name) {
        return reader(name).kind().type();
    }

    private FieldReader reader(String name) {
        FieldReader reader = readers.get(name);
        if (reader == null) {
            throw new IllegalArgumentException("view " + view + " has no field " + Text.quote(name) + ": "
                    + (readers.isEmpty() ? "it declares none" : "its fields are " + String.join(", ", readers.keySet()))
                    + "; declare it with field(...), and raise the version of the view");
        }
        return reader;
    }
}
