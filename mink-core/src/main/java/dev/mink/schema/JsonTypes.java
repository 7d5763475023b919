package dev.mink.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How a shape calls the types of values, and which of them can be read as which. */
final class JsonTypes {

    static final String OBJECT = "object";
    static final String LIST = "list";
    static final String MAP = "map";

    private static final String ENUM = "enum ";

    private static final Map<Class<?>, String> NAMES = Map.ofEntries(
            Map.entry(byte.class, "int8"),
            Map.entry(Byte.class, "int8"),
            Map.entry(short.class, "int16"),
            Map.entry(Short.class, "int16"),
            Map.entry(int.class, "int32"),
            Map.entry(Integer.class, "int32"),
            Map.entry(long.class, "int64"),
            Map.entry(Long.class, "int64"),
            Map.entry(BigInteger.class, "integer"),
            Map.entry(BigDecimal.class, "decimal"),
            Map.entry(float.class, "float32"),
            Map.entry(Float.class, "float32"),
            Map.entry(double.class, "float64"),
            Map.entry(Double.class, "float64"),
            Map.entry(boolean.class, "boolean"),
            Map.entry(Boolean.class, "boolean"),
            Map.entry(char.class, "text"),
            Map.entry(Character.class, "text"),
            Map.entry(String.class, "text"),
            Map.entry(CharSequence.class, "text"),
            Map.entry(byte[].class, "bytes"),
            Map.entry(Object.class, "anything"));

    /** Each can be read as those behind it. */
    private static final List<List<String>> WIDER = List.of(
            List.of("int8", "int16", "int32", "int64", "integer", "decimal"),
            List.of("int8", "int16", "int32", "float64", "decimal"),
            List.of("float32", "float64", "decimal"));

    private JsonTypes() {}

    /** The name of a type that has no properties and no elements; that of a class which is not known is its own. */
    static String name(Class<?> type) {
        if (type.isEnum()) {
            return ENUM
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> ((Enum<?>) constant).name())
                            .sorted()
                            .collect(Collectors.joining(" "));
        }
        return NAMES.getOrDefault(type, type.getSimpleName());
    }

    /** Whether what is written as one type can be read as another, with nothing lost. */
    static boolean isReadable(String written, String read) {
        if (written.equals(read) || read.equals("anything")) {
            return true;
        }
        if (written.startsWith(ENUM)) {
            return read.equals("text")
                    || (read.startsWith(ENUM) && constants(read).containsAll(constants(written)));
        }
        return WIDER.stream()
                .anyMatch(order -> order.contains(written) && order.indexOf(read) > order.indexOf(written));
    }

    private static Set<String> constants(String name) {
        return new TreeSet<>(List.of(name.substring(ENUM.length()).split(" ")));
    }
}
