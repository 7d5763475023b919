package dev.mink.postgres.kit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** SQL by hand, as an operator would type it. */
public final class Sql {

    private Sql() {}

    /** Runs one or several statements on a connection of their own. */
    public static void execute(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            execute(connection, sql);
        }
    }

    /** Runs one or several statements. */
    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the result. */
    public static List<String> texts(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return texts(connection, sql);
        }
    }

    /** The first column of the result. */
    public static List<String> texts(Connection connection, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /** The number in the only row of the result. */
    public static long number(DataSource dataSource, String sql) throws SQLException {
        return Long.parseLong(only(texts(dataSource, sql)));
    }

    /** The number in the only row of the result. */
    public static long number(Connection connection, String sql) throws SQLException {
        return Long.parseLong(only(texts(connection, sql)));
    }

    private static String only(List<String> texts) {
        if (texts.size() != 1) {
            throw new AssertionError("one row expected, not " + texts);
        }
        return texts.get(0);
    }
}
