package dev.mink.schema;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** The records under a sealed root. */
final class Hierarchy {

    private Hierarchy() {}

    static Collection<Class<?>> records(Class<?> root) {
        Set<Class<?>> records = new LinkedHashSet<>();
        add(root, root, records);
        return records;
    }

    private static void add(Class<?> type, Class<?> root, Set<Class<?>> records) {
        if (type.isRecord()) {
            if (type.getTypeParameters().length > 0) {
                throw refused(type, root, "has type parameters, whose arguments are not stored");
            }
            records.add(type);
        } else if (type.isSealed()) {
            if (!type.isInterface() && !Modifier.isAbstract(type.getModifiers())) {
                throw refused(type, root, "is a class that is not abstract");
            }
            Arrays.stream(type.getPermittedSubclasses()).forEach(next -> add(next, root, records));
        } else {
            throw refused(type, root, "is neither a record nor sealed");
        }
    }

    private static IllegalArgumentException refused(Class<?> type, Class<?> root, String why) {
        String where = type == root ? "" : " under " + root.getName();
        return new IllegalArgumentException("event type " + type.getName() + where + " " + why
                + ": events are records without type parameters, alone or under sealed interfaces only");
    }
}
