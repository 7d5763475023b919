package dev.mink.postgres.kit;

import dev.mink.postgres.kit.Recorder.Recorded;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How PostgreSQL would execute a statement whatever its parameters are, which is how it executes a
 * prepared statement that is used often.
 *
 * @param lines of {@code explain}, outermost step first, deeper ones indented more
 */
public record Plan(List<String> lines) {

    /** The plan of a statement. */
    public static Plan of(Connection connection, Recorded statement) throws SQLException {
        StringBuilder sql = new StringBuilder();
        int parameters = 0;
        for (char c : statement.sql().toCharArray()) {
            sql.append(c == '?' ? "$" + ++parameters : String.valueOf(c));
        }
        String types = parameters == 0 ? "" : "(" + String.join(", ", statement.types()) + ")";
        String nulls = parameters == 0 ? "" : "(" + String.join(", ", Collections.nCopies(parameters, "null")) + ")";
        Sql.execute(connection, "set plan_cache_mode = force_generic_plan");
        Sql.execute(connection, "prepare to_explain" + types + " as " + sql);
        try {
            return new Plan(Sql.texts(connection, "explain (verbose, costs off) execute to_explain" + nulls));
        } finally {
            Sql.execute(connection, "deallocate to_explain");
        }
    }

    /** All steps of a kind, each with the steps that it gets its rows from. */
    public List<List<String>> steps(String kind) {
        List<List<String>> steps = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            if (isStep(line) && lines.get(line).replace("->", "").stripLeading().startsWith(kind)) {
                steps.add(from(line));
            }
        }
        return steps;
    }

    /** The first line with a text, and all lines that are indented more and follow it. */
    public List<String> below(String text) {
        return from(find(text));
    }

    private List<String> from(int first) {
        int end = first + 1;
        while (end < lines.size() && depth(end) > depth(first)) {
            end++;
        }
        return lines.subList(first, end);
    }

    private int find(String text) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i;
            }
        }
        throw new AssertionError("no \"" + text + "\" in the plan " + this);
    }

    private boolean isStep(int line) {
        return line == 0 || lines.get(line).stripLeading().startsWith("->");
    }

    private int depth(int line) {
        String text = lines.get(line);
        return text.length() - text.stripLeading().length();
    }

    @Override
    public String toString() {
        return "\n" + String.join("\n", lines);
    }
}
