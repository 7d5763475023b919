package dev.mink.postgres;

import static dev.mink.projection.Condition.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Sql;
import dev.mink.projection.Condition;
import dev.mink.spi.DocumentQuery;
import dev.mink.spi.DocumentQuery.Place;
import dev.mink.spi.FieldOrder;
import dev.mink.spi.FieldValue;
import dev.mink.spi.ViewField;
import dev.mink.spi.ViewGeneration;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Documents are found by the indexes of declared fields, however many there are. */
class ViewIndexTest {

    private static final ViewGeneration GENERATION = new ViewGeneration(
            "sales",
            1,
            List.of(
                    new ViewField("country", ViewField.Type.TEXT),
                    new ViewField("total", ViewField.Type.NUMBER),
                    new ViewField("at", ViewField.Type.TIME)));
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final int DOCUMENTS = 10_000;

    @RegisterExtension
    final Database database = new Database();

    private ViewTable table;

    @BeforeEach
    void fill() throws SQLException {
        PostgresStorage storage = database.storage();
        storage.<Void, SQLException>transact(transaction -> {
            storage.views().orElseThrow().create(transaction, GENERATION);
            return null;
        });
        table = ViewTable.of(new SchemaName(database.schema()), "sales", 1);
        database.execute("insert into " + table.name() + " (key, document, field_country, field_total, field_at)"
                + " select 'k-' || i, '{}', case when i % 500 > 0 then 'c-' || i % 300 end, i, '" + AT
                + "'::timestamptz + make_interval(secs => i) from generate_series(1, " + DOCUMENTS + ") i");
        database.execute("vacuum analyze " + table.name());
    }

    private ViewSql find(@Nullable Condition condition, @Nullable Place after, FieldOrder... orders) {
        return new ViewSearch(table, new DocumentQuery(condition, List.of(orders), after, 0, 20)).sql();
    }

    private static Place place(String key, Object... values) {
        return new Place(Arrays.asList(values), key);
    }

    private Map<String, ViewSql> questions() {
        FieldOrder total = new FieldOrder("total", false);
        FieldOrder latest = new FieldOrder("at", true);
        FieldOrder country = new FieldOrder("country", false);
        Map<String, ViewSql> questions = new LinkedHashMap<>();
        questions.put("keys", table.select(Set.of("k-1", "k-2"), List.of()));
        questions.put("a field", table.select(Set.of("k-1"), List.of(new FieldValue("country", "c-7"))));
        questions.put("a text", find(field("country").eq("c-7"), null));
        questions.put("some texts", find(field("country").in("c-7", "c-8"), null));
        questions.put("no text", find(field("country").isNull(), null));
        questions.put("a number", find(field("total").eq(BigDecimal.TEN), null));
        questions.put("great numbers", find(field("total").gt(BigDecimal.valueOf(9_990)), null));
        questions.put("early times", find(field("at").lt(AT.plusSeconds(20)), null));
        questions.put("the least", find(null, null, total));
        questions.put("the latest", find(null, null, latest));
        questions.put("behind a key", find(null, place("k-5")));
        questions.put("behind a number", find(null, place("k-5000", BigDecimal.valueOf(5000)), total));
        questions.put("behind a time", find(null, place("k-5000", AT.plusSeconds(5000)), latest));
        questions.put(
                "behind a text and a number",
                find(null, place("k-7", "c-200", BigDecimal.valueOf(200)), country, total));
        questions.put("behind no text", find(null, place("k-5000", new Object[] {null}), country));
        return questions;
    }

    @Test
    void every_query_reads_a_part_of_an_index_and_not_the_table() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            for (Map.Entry<String, ViewSql> question : questions().entrySet()) {
                assertThat(plan(connection, question.getValue()))
                        .as("how documents are found by %s", question.getKey())
                        .anyMatch(line -> line.contains("Index"))
                        .noneMatch(line -> line.contains("Seq Scan"));
            }
        }
    }

    @Test
    void a_page_far_from_the_beginning_visits_no_more_rows_than_the_first() throws SQLException {
        FieldOrder total = new FieldOrder("total", false);
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            for (Place place : List.of(place("k-1", BigDecimal.ONE), place("k-9000", BigDecimal.valueOf(9_000)))) {
                long before = visited(connection);
                assertThat(ViewReads.documents(connection, find(null, place, total)))
                        .hasSize(20);
                assertThat(visited(connection) - before)
                        .as("rows behind %s", place)
                        .isLessThanOrEqualTo(50);
            }
        }
    }

    private long visited(Connection connection) throws SQLException {
        return Sql.number(
                connection,
                "select coalesce(idx_tup_fetch, 0) + seq_tup_read from pg_stat_xact_user_tables where relid = '"
                        + table.name() + "'::regclass");
    }

    private static List<String> plan(Connection connection, ViewSql query) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (PreparedStatement statement =
                        new ViewSql().add("explain (costs off) ").add(query).prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return lines;
    }
}
