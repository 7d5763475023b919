package dev.mink.snapshot;

import dev.mink.internal.Text;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The records and enums that a state can be, by their simple names.
 *
 * @param root what they are under
 * @param byName them
 * @param digest a checksum of the names and types of all components, those of records within records included
 */
record StateTypes(Class<?> root, Map<String, Class<?>> byName, String digest) {

    static StateTypes under(Class<?> root) {
        Objects.requireNonNull(root, "state type");
        Map<String, Class<?>> byName = new LinkedHashMap<>();
        collect(root, root, byName);
        StringBuilder shape = new StringBuilder();
        describe(root, shape, new LinkedHashSet<>());
        CRC32 crc = new CRC32();
        crc.update(shape.toString().getBytes(StandardCharsets.UTF_8));
        return new StateTypes(root, Map.copyOf(byName), String.format("%08x", crc.getValue()));
    }

    private static void collect(Class<?> type, Class<?> root, Map<String, Class<?>> byName) {
        if (type.isEnum() || (type.isRecord() && type.getTypeParameters().length == 0)) {
            Class<?> other = byName.putIfAbsent(type.getSimpleName(), type);
            if (other != null && other != type) {
                throw new IllegalArgumentException("two state types under " + root.getName() + " have the name "
                        + type.getSimpleName() + ": " + other.getName() + " and " + type.getName()
                        + "; rename one of them");
            }
        } else if (type.isSealed()) {
            for (Class<?> next : type.getPermittedSubclasses()) {
                collect(next, root, byName);
            }
        } else {
            throw new IllegalArgumentException("state type " + type.getName()
                    + (type == root ? "" : " under " + root.getName())
                    + " cannot be stored: states are enums and records without type parameters, alone or under"
                    + " sealed interfaces");
        }
    }

    private static void describe(Type type, StringBuilder shape, Set<Class<?>> seen) {
        if (type instanceof ParameterizedType generic) {
            describe(generic.getRawType(), shape, seen);
            shape.append('<');
            for (Type argument : generic.getActualTypeArguments()) {
                describe(argument, shape, seen);
                shape.append(',');
            }
            shape.append('>');
        } else if (type instanceof GenericArrayType array) {
            describe(array.getGenericComponentType(), shape, seen);
            shape.append("[]");
        } else if (type instanceof WildcardType wildcard) {
            describe(wildcard.getUpperBounds()[0], shape, seen);
        } else if (type instanceof Class<?> plain) {
            describeClass(plain, shape, seen);
        } else {
            shape.append(type.getTypeName());
        }
    }

    private static void describeClass(Class<?> type, StringBuilder shape, Set<Class<?>> seen) {
        if (type.isArray()) {
            describeClass(type.getComponentType(), shape, seen);
            shape.append("[]");
            return;
        }
        shape.append(type.getSimpleName());
        if (type.isRecord() && seen.add(type)) {
            shape.append('(');
            for (RecordComponent component : type.getRecordComponents()) {
                shape.append(component.getName()).append(':');
                describe(component.getGenericType(), shape, seen);
                shape.append(',');
            }
            shape.append(')');
        } else if (type.isSealed() && seen.add(type)) {
            shape.append('{');
            for (Class<?> next : type.getPermittedSubclasses()) {
                describeClass(next, shape, seen);
                shape.append(',');
            }
            shape.append('}');
        }
    }

    String nameOf(Object state) {
        Class<?> type = state instanceof Enum<?> constant ? constant.getDeclaringClass() : state.getClass();
        if (byName.get(type.getSimpleName()) != type) {
            throw new IllegalArgumentException("the captured state is a " + type.getName() + ", which is not under "
                    + root.getName() + ": give the class of the state, or the root of it, to Snapshots.of");
        }
        return type.getSimpleName();
    }

    Class<?> classOf(String name) {
        Class<?> type = byName.get(name);
        if (type == null) {
            throw new IllegalArgumentException(
                    "state type " + Text.quote(name) + " is not known: there are " + byName.keySet());
        }
        return type;
    }
}
