package dev.mink.postgres;

import dev.mink.StorageException;
import dev.mink.projection.Condition;
import dev.mink.spi.DocumentQuery;
import dev.mink.spi.FieldValue;
import dev.mink.spi.ViewDocument;
import dev.mink.spi.ViewGeneration;
import dev.mink.spi.ViewStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Documents of views, each generation in a table of its own, and a table that tells which serves which version. */
final class PostgresViews implements ViewStore<Connection> {

    /** How much of documents goes into one statement, in characters. */
    private static final int CHUNK = 1 << 23;

    private static final String DROP_TIMEOUT = "200ms";

    private final SchemaName schema;
    private final ViewReads reads;
    private final String registry;
    private final String lock;

    PostgresViews(Sessions sessions, SchemaName schema) {
        this.schema = schema;
        this.registry = schema.quoted() + ".view_generations";
        // In the order of the locks, so that two who want the same do not wait for each other.
        this.lock = "with wanted as materialized (select distinct hashtextextended(name, " + schema.lockNamespace()
                + ") | (1::bigint << 63) as key from unnest(?::text[]) name order by key)"
                + " select count(pg_advisory_xact_lock(key)) from wanted";
        this.reads = new ViewReads(sessions, schema, registry);
    }

    @Override
    public void create(Connection transaction, ViewGeneration generation) {
        ViewTable table = table(generation);
        run(transaction, connection -> {
            execute(connection, register(generation.view(), generation.number()));
            try (Statement statement = connection.createStatement()) {
                statement.execute(table.ddl(generation));
            }
        });
    }

    private ViewSql register(String view, int generation) {
        return new ViewSql().add("insert into " + registry + " (view, generation) values (?, ?)", view, generation);
    }

    @Override
    public void serve(Connection transaction, String view, int version, int generation) {
        run(transaction, connection -> {
            execute(
                    connection,
                    new ViewSql()
                            .add(
                                    "update " + registry + " set serves = null where view = ? and serves = ?",
                                    view,
                                    version));
            int found = execute(
                    connection,
                    new ViewSql()
                            .add(
                                    "update " + registry + " set serves = ? where view = ? and generation = ?",
                                    version,
                                    view,
                                    generation));
            if (found == 0) {
                throw new StorageException(
                        "there is no generation " + generation + " of view " + view,
                        StorageException.Outcome.NOTHING_WRITTEN,
                        null);
            }
        });
    }

    /** Waits only a little for whoever still reads the table, such as a dump: it holds up others meanwhile. */
    @Override
    public void drop(Connection transaction, String view, int generation) {
        run(transaction, connection -> {
            execute(connection, new ViewSql().add("set local lock_timeout = '" + DROP_TIMEOUT + "'"));
            execute(
                    connection,
                    new ViewSql()
                            .add("delete from " + registry + " where view = ? and generation = ?", view, generation));
            execute(
                    connection,
                    new ViewSql()
                            .add("drop table if exists "
                                    + ViewTable.of(schema, view, generation).name()));
        });
    }

    @Override
    public void lock(Connection transaction, ViewGeneration generation, Set<String> keys) {
        String of = "view " + generation + " ";
        List<String> names = keys.stream().map(key -> of + key).toList();
        run(transaction, connection -> {
            try (PreparedStatement statement = new ViewSql().add(lock, names).prepare(connection)) {
                statement.execute();
            }
        });
    }

    @Override
    public List<ViewDocument> load(
            Connection transaction, ViewGeneration generation, Set<String> keys, Collection<FieldValue> matches) {
        Map<String, ViewDocument> loaded = new LinkedHashMap<>();
        run(transaction, connection -> {
            for (ViewDocument document :
                    ViewReads.documents(connection, table(generation).select(keys, matches))) {
                loaded.put(document.key(), document);
            }
        });
        return new ArrayList<>(loaded.values());
    }

    @Override
    public void save(
            Connection transaction,
            ViewGeneration generation,
            Collection<ViewDocument> documents,
            Collection<String> removed) {
        ViewTable table = table(generation);
        run(transaction, connection -> {
            List<ViewDocument> chunk = new ArrayList<>();
            long size = 0;
            for (ViewDocument document : documents) {
                chunk.add(document);
                size += document.json().length();
                if (size >= CHUNK) {
                    table.upsert(connection, generation, chunk);
                    chunk.clear();
                    size = 0;
                }
            }
            if (!chunk.isEmpty()) {
                table.upsert(connection, generation, chunk);
            }
            if (!removed.isEmpty()) {
                table.delete(connection, removed);
            }
        });
    }

    private ViewTable table(ViewGeneration generation) {
        return ViewTable.of(schema, generation.view(), generation.number());
    }

    @Override
    public List<ViewDocument> get(String view, int version, Set<String> keys) {
        return reads.documents(view, version, table -> table.select(keys, List.of()));
    }

    @Override
    public List<ViewDocument> find(String view, int version, DocumentQuery query) {
        return reads.documents(view, version, table -> new ViewSearch(table, query).sql());
    }

    @Override
    public long count(String view, int version, @Nullable Condition condition) {
        return reads.count(view, version, condition);
    }

    private static int execute(Connection connection, ViewSql sql) throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection)) {
            return statement.executeUpdate();
        }
    }

    private static void run(Connection transaction, SqlWork.Steps steps) {
        try {
            steps.with(transaction);
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }
}
