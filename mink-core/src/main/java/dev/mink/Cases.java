package dev.mink;

import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * A function of a sealed hierarchy, given as one function per concrete type.
 *
 * @param <K> the root of the hierarchy
 * @param <S> the second argument
 * @param <R> the result
 */
final class Cases<K, S, R> {

    private final String what;
    private final Class<K> root;
    private final Set<Class<?>> types = new LinkedHashSet<>();
    private final Map<Class<?>, BiFunction<K, S, R>> functions = new LinkedHashMap<>();

    Cases(String what, Class<K> root) {
        this.what = what;
        this.root = Objects.requireNonNull(root, () -> what + " root");
        collect(root);
    }

    private void collect(Class<?> type) {
        if (type.isEnum()) {
            types.add(type);
        } else if (type.isSealed()) {
            if (!Modifier.isAbstract(type.getModifiers())) {
                types.add(type);
            }
            for (Class<?> next : type.getPermittedSubclasses()) {
                collect(next);
            }
        } else if (Modifier.isFinal(type.getModifiers())) {
            types.add(type);
        } else {
            throw new IllegalArgumentException(what + " type " + type.getName()
                    + (type == root ? "" : " under " + root.getName())
                    + " is neither sealed nor final: with open branches nobody can tell whether every case is handled");
        }
    }

    <X extends K> void add(Class<X> type, BiFunction<X, S, R> function) {
        Objects.requireNonNull(function, () -> "function for " + type.getName());
        if (!types.contains(type)) {
            throw new IllegalArgumentException(
                    what + " type " + type.getName() + " is not one of " + names(types) + " under " + root.getName());
        }
        BiFunction<K, S, R> cast = (value, state) -> function.apply(type.cast(value), state);
        if (functions.putIfAbsent(type, cast) != null) {
            throw new IllegalArgumentException(what + " type " + type.getName() + " has a function already");
        }
    }

    /** The whole function. */
    BiFunction<K, S, R> complete() {
        Set<Class<?>> missing = new LinkedHashSet<>(types);
        missing.removeAll(functions.keySet());
        if (!missing.isEmpty()) {
            throw new IllegalStateException("no function for the " + what + " types " + names(missing) + " under "
                    + root.getName() + ": add one for each");
        }
        Map<Class<?>, BiFunction<K, S, R>> complete = Map.copyOf(functions);
        return (value, state) -> {
            BiFunction<K, S, R> function = complete.get(typeOf(value));
            if (function == null) {
                throw new IllegalArgumentException(what + " type "
                        + value.getClass().getName() + " is not one of " + names(types) + " under " + root.getName());
            }
            return function.apply(value, state);
        };
    }

    private static Class<?> typeOf(Object value) {
        return value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
    }

    private static String names(Set<Class<?>> classes) {
        return classes.stream().map(Class::getSimpleName).sorted().collect(Collectors.joining(", "));
    }
}
