package dev.mink.postgres;

import dev.mink.StorageException;
import dev.mink.projection.Condition;
import dev.mink.spi.ViewDocument;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the generation that serves a version of a view. Which one it was last time is remembered; a read asks for it
 * once more in the same round trip, and is repeated if the answer is another one, or if the table is gone.
 */
final class ViewReads {

    /** Generations change rarely; so many changes within one read are none. */
    private static final int MAX_ATTEMPTS = 10;

    private static final String NO_SUCH_TABLE = "42P01";

    private final Sessions sessions;
    private final SchemaName schema;
    private final String resolve;
    private final Map<Served, Integer> generations = new ConcurrentHashMap<>();

    ViewReads(Sessions sessions, SchemaName schema, String registry) {
        this.sessions = sessions;
        this.schema = schema;
        this.resolve =
                "select generation from " + registry + " where view = ? and serves <= ? order by serves desc limit 1";
    }

    List<ViewDocument> documents(String view, int version, Function<ViewTable, ViewSql> query) {
        return read(new Served(view, version), query, ViewReads::documents, List.of());
    }

    long count(String view, int version, @Nullable Condition condition) {
        return read(
                new Served(view, version),
                table -> {
                    ViewSql sql = new ViewSql().add("select count(*) from " + table.name());
                    return condition == null ? sql : sql.add(" where ").add(ViewConditions.sql(condition));
                },
                row -> row.next() ? row.getLong(1) : 0L,
                0L);
    }

    private <R> R read(Served served, Function<ViewTable, ViewSql> query, Rows<R> rows, R none) {
        try {
            return sessions.autocommit(connection -> {
                for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
                    Integer generation = generations.get(served);
                    if (generation == null) {
                        generation = resolve(connection, served);
                    }
                    if (generation == null) {
                        return none;
                    }
                    Answer<R> answer = ask(connection, served, generation, query, rows);
                    if (answer != null) {
                        return answer.result();
                    }
                }
                throw new StorageException(
                        "the generation of view " + served.view() + " changed " + MAX_ATTEMPTS
                                + " times while it was read: look who rebuilds it all the time",
                        StorageException.Outcome.NOTHING_WRITTEN,
                        null);
            });
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private @Nullable Integer resolve(Connection connection, Served served) throws SQLException {
        try (PreparedStatement statement = resolving(served).prepare(connection);
                ResultSet row = statement.executeQuery()) {
            return remember(served, row);
        }
    }

    private ViewSql resolving(Served served) {
        return new ViewSql().add(resolve, served.view(), served.version());
    }

    private @Nullable Integer remember(Served served, ResultSet row) throws SQLException {
        if (!row.next()) {
            generations.remove(served);
            return null;
        }
        generations.put(served, row.getInt(1));
        return row.getInt(1);
    }

    /** What a generation answers; null if it is not the one to ask any more. */
    private <R> @Nullable Answer<R> ask(
            Connection connection, Served served, int generation, Function<ViewTable, ViewSql> query, Rows<R> rows)
            throws SQLException {
        ViewSql sql = query.apply(ViewTable.of(schema, served.view(), generation));
        try (PreparedStatement statement = resolving(served).add("; ").add(sql).prepare(connection)) {
            statement.execute();
            try (ResultSet row = statement.getResultSet()) {
                Integer now = remember(served, row);
                if (now == null || now != generation) {
                    return null;
                }
            }
            statement.getMoreResults();
            try (ResultSet result = statement.getResultSet()) {
                return new Answer<>(rows.read(result));
            }
        } catch (SQLException e) {
            if (NO_SUCH_TABLE.equals(e.getSQLState())) {
                generations.remove(served, generation);
                return null;
            }
            throw e;
        }
    }

    /** The documents that a query gives. */
    static List<ViewDocument> documents(Connection connection, ViewSql sql) throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            return documents(rows);
        }
    }

    private static List<ViewDocument> documents(ResultSet rows) throws SQLException {
        List<ViewDocument> documents = new ArrayList<>();
        while (rows.next()) {
            documents.add(new ViewDocument(rows.getString(1), rows.getString(2)));
        }
        return documents;
    }

    private interface Rows<R> {
        R read(ResultSet rows) throws SQLException;
    }

    private record Answer<R>(R result) {}

    private record Served(String view, int version) {}
}
