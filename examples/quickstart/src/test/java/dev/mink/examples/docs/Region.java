package dev.mink.examples.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The named parts of a source file, each between a comment {@code region: name} and a comment {@code
 * endregion} on lines of their own. A region may hold others; their markers are not part of it.
 */
final class Region {
    private static final Pattern BEGIN = Pattern.compile("\\s*(//|--|#|<!--)\\s*region:\\s*(\\S+)\\s*(-->)?\\s*");
    private static final Pattern END = Pattern.compile("\\s*(//|--|#|<!--)\\s*endregion\\s*(-->)?\\s*");

    private final String name;
    private final List<String> lines = new ArrayList<>();

    private Region(String name) {
        this.name = name;
    }

    /**
     * The regions of a file by their names, as lines without common indentation.
     *
     * @throws IllegalArgumentException if a name is given twice, or the markers do not pair up
     */
    static Map<String, List<String>> of(Path file) throws IOException {
        Map<String, List<String>> regions = new LinkedHashMap<>();
        Deque<Region> open = new ArrayDeque<>();
        for (String line : Files.readAllLines(file)) {
            Matcher begin = BEGIN.matcher(line);
            if (begin.matches()) {
                open.push(new Region(begin.group(2)));
            } else if (END.matcher(line).matches()) {
                if (open.isEmpty()) {
                    throw new IllegalArgumentException(file + " ends a region that did not begin");
                }
                Region done = open.pop();
                if (regions.put(done.name, done.withoutIndentation()) != null) {
                    throw new IllegalArgumentException(file + " has two regions with the name " + done.name);
                }
            } else {
                open.forEach(region -> region.lines.add(line));
            }
        }
        if (!open.isEmpty()) {
            throw new IllegalArgumentException(file + " does not end the region " + open.peek().name);
        }
        return regions;
    }

    private List<String> withoutIndentation() {
        return String.join("\n", lines).stripIndent().strip().lines().toList();
    }
}
