package dev.mink.schema;

import dev.mink.internal.Text;
import dev.mink.schema.Shape.Property;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Shapes as text: a line for each event and each property, in alphabetical order. */
final class SchemaText {

    private static final Pattern EVENT = Pattern.compile("(\\S.*): version (\\d{1,5})(?:, read from (\\d{1,5}))?");
    private static final Pattern PROPERTY = Pattern.compile("  (.*): (.+)");

    private SchemaText() {}

    static String of(SortedMap<String, Shape> shapes) {
        StringBuilder text = new StringBuilder();
        shapes.forEach((name, shape) -> {
            text.append('\n').append(name).append(": version ").append(shape.version());
            if (shape.oldest() < shape.version()) {
                text.append(", read from ").append(shape.oldest());
            }
            text.append('\n');
            shape.properties()
                    .forEach((path, property) -> text.append("  ")
                            .append(path)
                            .append(": ")
                            .append(property)
                            .append('\n'));
        });
        return text.toString();
    }

    static SortedMap<String, Shape> parse(String text) {
        SortedMap<String, Shape> shapes = new TreeMap<>();
        SortedMap<String, Property> properties = new TreeMap<>();
        Matcher event = null;
        for (String line : text.lines().toList()) {
            Matcher property = PROPERTY.matcher(line);
            Matcher next = EVENT.matcher(line);
            if (next.matches()) {
                add(event, properties, shapes);
                event = next;
                properties.clear();
            } else if (property.matches() && event != null) {
                properties.put(property.group(1), Property.parse(property.group(2)));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new IllegalArgumentException("not a line of event schemas: " + Text.quote(line)
                        + "; delete the file and let it be written anew, or undo what was changed by hand");
            }
        }
        add(event, properties, shapes);
        return shapes;
    }

    private static void add(
            @Nullable Matcher event, SortedMap<String, Property> properties, SortedMap<String, Shape> shapes) {
        if (event != null) {
            int version = Integer.parseInt(event.group(2));
            int oldest = event.group(3) == null ? version : Integer.parseInt(event.group(3));
            shapes.put(event.group(1), new Shape(version, oldest, properties));
        }
    }
}
