package dev.mink.schema;

import dev.mink.internal.Text;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that loses nothing: numbers keep every digit and their scale, and properties their order.
 *
 * <p>A value is a {@code String}, a {@code BigDecimal}, a {@code Boolean}, a {@code JsonObject}, a {@code
 * List} of values, or null. Negative zero, which {@code BigDecimal} does not have, is a {@code Double}.
 *
 * <p>Immutable: every operation gives another object. Two are equal if they have equal properties, in
 * whatever order; numbers are equal if their scales are, too.
 */
public final class JsonObject {

    private static final JsonObject EMPTY = new JsonObject(Map.of());

    private final Map<String, @Nullable Object> properties;

    private JsonObject(Map<String, @Nullable Object> properties) {
        this.properties = properties;
    }

    /** Takes over a map that nobody changes any more, of values as described above. */
    static JsonObject over(Map<String, @Nullable Object> properties) {
        return new JsonObject(properties);
    }

    /** An object without properties. */
    public static JsonObject empty() {
        return EMPTY;
    }

    /**
     * Reads an object.
     *
     * @throws IllegalArgumentException if the text is not a JSON object
     */
    public static JsonObject parse(String json) {
        return JsonTree.read(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The names of its properties, in their order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(properties.keySet());
    }

    /** Whether there is such a property, be it null. */
    public boolean has(String name) {
        return properties.containsKey(name);
    }

    /** The value of a property; null if it is null or not there. */
    public @Nullable Object get(String name) {
        return properties.get(name);
    }

    /**
     * The text of a property.
     *
     * @throws IllegalArgumentException if it is not there, or is something else
     */
    public String text(String name) {
        return required(name, String.class, "text");
    }

    /**
     * The number of a property.
     *
     * @throws IllegalArgumentException if it is not there, or is something else
     */
    public BigDecimal number(String name) {
        Number number = required(name, Number.class, "number");
        return number instanceof BigDecimal exact ? exact : new BigDecimal(number.toString());
    }

    /**
     * Whether a property is true.
     *
     * @throws IllegalArgumentException if it is not there, or is neither true nor false
     */
    public boolean flag(String name) {
        return required(name, Boolean.class, "boolean");
    }

    /**
     * The object of a property.
     *
     * @throws IllegalArgumentException if it is not there, or is something else
     */
    public JsonObject object(String name) {
        return required(name, JsonObject.class, "object");
    }

    /**
     * The list of a property, which cannot be modified.
     *
     * @throws IllegalArgumentException if it is not there, or is something else
     */
    @SuppressWarnings("unchecked")
    public List<@Nullable Object> list(String name) {
        return (List<@Nullable Object>) required(name, List.class, "list");
    }

    /**
     * The list of objects of a property.
     *
     * @throws IllegalArgumentException if it is not there, or is something else
     */
    public List<JsonObject> objects(String name) {
        return list(name).stream().map(element -> objectIn(name, element)).toList();
    }

    private JsonObject objectIn(String name, @Nullable Object element) {
        if (element instanceof JsonObject object) {
            return object;
        }
        throw new IllegalArgumentException(
                "the list " + Text.quote(name) + " has " + JsonTree.kind(element) + " in it, not only objects");
    }

    private <X> X required(String name, Class<X> type, String kind) {
        Object value = properties.get(name);
        if (!type.isInstance(value)) {
            String found = has(name) ? "is " + JsonTree.kind(value) : "is not there";
            throw new IllegalArgumentException("property " + Text.quote(name) + " is no " + kind + ": it " + found
                    + "; there are " + properties.keySet());
        }
        return type.cast(value);
    }

    /**
     * With a property added at the end, or replaced where it is.
     *
     * @param value a value as described above, or another number, or a {@code Map} from texts to values
     * @throws IllegalArgumentException if it is anything else
     */
    public JsonObject put(String name, @Nullable Object value) {
        Objects.requireNonNull(name, "property name");
        Map<String, @Nullable Object> all = new LinkedHashMap<>(properties);
        all.put(name, JsonTree.value(value));
        return new JsonObject(all);
    }

    /** With a property as by {@link #put}, unless there is one of this name, be it null. */
    public JsonObject putIfAbsent(String name, @Nullable Object value) {
        return has(name) ? this : put(name, value);
    }

    /** Without these properties, whether they were there or not. */
    public JsonObject remove(String... names) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(properties);
        for (String name : names) {
            rest.remove(Objects.requireNonNull(name, "property name"));
        }
        return new JsonObject(rest);
    }

    /** With only these properties, as far as they are there. */
    public JsonObject pick(String... names) {
        Map<String, @Nullable Object> some = new LinkedHashMap<>(properties);
        some.keySet().retainAll(Set.of(names));
        return new JsonObject(some);
    }

    /**
     * With a property under another name, at the same place. The same object if the property is not there.
     *
     * @throws IllegalArgumentException if there is a property of the other name
     */
    public JsonObject rename(String from, String to) {
        Objects.requireNonNull(to, "property name");
        if (!has(from) || from.equals(to)) {
            return this;
        }
        if (has(to)) {
            throw new IllegalArgumentException("property " + Text.quote(from) + " cannot be renamed to "
                    + Text.quote(to) + ", which is there, too: remove one of them first");
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        properties.forEach((name, value) -> all.put(name.equals(from) ? to : name, value));
        return new JsonObject(all);
    }

    /** With a property made from its value by a function. The same object if it is not there or null. */
    public JsonObject change(String name, Function<Object, @Nullable Object> function) {
        Object value = get(name);
        return value == null ? this : put(name, function.apply(value));
    }

    /**
     * With the object of a property changed. The same object if it is not there or null.
     *
     * @throws IllegalArgumentException if it is no object
     */
    public JsonObject within(String name, UnaryOperator<JsonObject> function) {
        return get(name) == null ? this : put(name, function.apply(object(name)));
    }

    /**
     * With each object in the list of a property changed. The same object if it is not there or null.
     *
     * @throws IllegalArgumentException if it is no list of objects
     */
    public JsonObject each(String name, UnaryOperator<JsonObject> function) {
        return get(name) == null
                ? this
                : put(name, objects(name).stream().map(function).toList());
    }

    Map<String, @Nullable Object> properties() {
        return properties;
    }

    /** The object as it is stored. */
    Payload payload() {
        return Payload.json(JsonTree.write(this));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonObject that && properties.equals(that.properties);
    }

    @Override
    public int hashCode() {
        return properties.hashCode();
    }

    /** The object as JSON, without white space. */
    @Override
    public String toString() {
        return new String(JsonTree.write(this), StandardCharsets.UTF_8);
    }
}
