package dev.mink.examples.observability;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The series that an expression of Prometheus asks for, and the labels by which it groups them. It knows as much of the
 * language as these expressions use.
 *
 * @param series in the order of the text
 * @param grouping labels in {@code by (…)}, {@code on (…)} and the like
 */
record PromQl(List<Series> series, Set<String> grouping) {
    private static final Pattern GROUPING =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final Pattern NAME =
            Pattern.compile("(?<![\\w$.])([a-zA-Z_:][\\w:]*)\\s*(\\(|\\{((?:[^}\"]|\"[^\"]*\")*)\\})?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern DURATION = Pattern.compile("\\[[^]]*\\]");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

    static PromQl of(String expression) {
        Set<String> grouping = new LinkedHashSet<>();
        Matcher groups = GROUPING.matcher(expression);
        while (groups.find()) {
            WORD.matcher(groups.group(2)).results().forEach(label -> grouping.add(label.group()));
        }
        String rest =
                DURATION.matcher(GROUPING.matcher(expression).replaceAll(" ")).replaceAll(" ");
        List<Series> series = new ArrayList<>();
        Matcher names = NAME.matcher(rest);
        while (names.find()) {
            boolean isFunction = "(".equals(names.group(2));
            if (!isFunction && !WORDS.contains(names.group(1))) {
                series.add(new Series(names.group(1), matchers(names.group(3))));
            }
        }
        return new PromQl(List.copyOf(series), grouping);
    }

    private static List<Label> matchers(String braces) {
        List<Label> labels = new ArrayList<>();
        Matcher each = LABEL.matcher(braces == null ? "" : braces);
        while (each.find()) {
            labels.add(new Label(each.group(1), each.group(2), each.group(3)));
        }
        return labels;
    }

    /**
     * Series of one name.
     *
     * @param labels that they must have
     */
    record Series(String name, List<Label> labels) {}

    /**
     * A condition on a label.
     *
     * @param operator {@code =}, {@code !=}, {@code =~} or {@code !~}
     */
    record Label(String key, String operator, String value) {}
}
