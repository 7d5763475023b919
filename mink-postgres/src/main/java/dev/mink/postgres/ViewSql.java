package dev.mink.postgres;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL under construction, with the values that are bound to it. Not thread-safe. */
final class ViewSql {

    private final StringBuilder text = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    /** Adds text, and values for the question marks in it. */
    ViewSql add(String sql, Object... more) {
        text.append(sql);
        values.addAll(Arrays.asList(more));
        return this;
    }

    ViewSql add(ViewSql other) {
        text.append(other.text);
        values.addAll(other.values);
        return this;
    }

    PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text.toString());
        try {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, bound(connection, values.get(i)));
            }
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
        return statement;
    }

    private static Object bound(Connection connection, Object value) throws SQLException {
        if (value instanceof Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
        return value instanceof Collection<?> several
                ? connection.createArrayOf(
                        "text", several.stream().map(String::valueOf).toArray())
                : value;
    }

    /** The type of a column that has a value; an array of it takes the texts of such values. */
    static String type(Object value) {
        if (value instanceof BigDecimal) {
            return "numeric";
        }
        return value instanceof Boolean ? "boolean" : value instanceof Instant ? "timestamptz" : "text";
    }

    /** A value as an element of an array of texts. */
    static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
