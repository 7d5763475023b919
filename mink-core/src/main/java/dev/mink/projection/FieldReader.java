package dev.mink.projection;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a component of a record, or of a record in it, and so on.
 *
 * @param path the accessors, from the outside to the inside
 * @param kind what the component is
 */
record FieldReader(List<Method> path, FieldKind kind) {

    static FieldReader of(String view, Class<?> document, String name) {
        List<Method> path = new ArrayList<>();
        Class<?> type = document;
        for (String step : name.split("\\.", -1)) {
            RecordComponent component = component(view, name, type, step);
            path.add(accessor(component));
            type = type(component.getGenericType());
        }
        FieldKind kind = FieldKind.of(type);
        if (kind == null) {
            throw new IllegalArgumentException("field " + name + " of view " + view + " is a " + type.getName()
                    + ", by which documents cannot be found: " + FieldKind.KNOWN + " can be");
        }
        return new FieldReader(List.copyOf(path), kind);
    }

    private static RecordComponent component(String view, String name, Class<?> type, String step) {
        RecordComponent[] components = type.isRecord() ? type.getRecordComponents() : new RecordComponent[0];
        for (RecordComponent component : components) {
            if (component.getName().equals(step)) {
                return component;
            }
        }
        throw new IllegalArgumentException("field " + name + " of view " + view + ": " + type.getName()
                + (components.length == 0
                        ? " has no components"
                        : " has no component \"" + step + "\", only "
                                + Arrays.stream(components)
                                        .map(RecordComponent::getName)
                                        .collect(Collectors.joining(", "))));
    }

    private static Method accessor(RecordComponent component) {
        Method accessor = component.getAccessor();
        try {
            accessor.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    component + " cannot be read: open its package to the module dev.mink", e);
        }
        return accessor;
    }

    /** What an optional component may hold, and otherwise its own type. */
    private static Class<?> type(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == Optional.class
                    ? type(generic.getActualTypeArguments()[0])
                    : type(generic.getRawType());
        }
        return Object.class;
    }

    /** The value in a document; null if there is none. */
    @Nullable
    Object read(Object document) {
        Object value = document;
        for (Method accessor : path) {
            value = read(accessor, value);
            if (value instanceof Optional<?> optional) {
                value = optional.orElse(null);
            }
            if (value == null) {
                return null;
            }
        }
        return value;
    }

    private static @Nullable Object read(Method accessor, Object of) {
        try {
            return accessor.invoke(of);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(accessor + " failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(accessor + " cannot be called any more", e);
        }
    }
}
