package dev.mink.examples.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.LONG;

import dev.mink.Mink;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.testing.MinkPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The queries of observability/runbooks that no other page shows. */
@Timeout(120)
final class RunbookQueriesTest {
    @RegisterExtension
    final MinkPostgres postgres = MinkPostgres.create();

    private Mink<Connection> shop;

    @BeforeEach
    void open() {
        PostgresOptions options =
                PostgresOptions.defaults().schema(postgres.schema()).migrateOnStart(true);
        shop = Shop.over(PostgresStorage.of(postgres.dataSource(), options), Orders.BANK, List.of())
                .start();
        Orders.place(shop, "o-1", "AT");
        Orders.place(shop, "o-2", "Atlantis");
    }

    @AfterEach
    void close() {
        shop.close();
    }

    static Set<String> names() throws IOException {
        return Sources.queries().keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void every_query_runs(String name) throws IOException, SQLException {
        boolean nothingToFind = Set.of("long-transactions", "next-events").contains(name);

        assertThat(run(name).isEmpty()).isEqualTo(nothingToFind);
    }

    @Test
    void every_query_is_in_a_runbook() throws IOException {
        List<String> runbooks = new ArrayList<>();
        for (Alert alert : Alert.all()) {
            runbooks.add(Sources.text(alert.annotations().get("runbook")));
        }

        assertThat(names())
                .allSatisfy(name -> assertThat(String.join("\n", runbooks)).contains("runbooks.sql#" + name + " -->"));
    }

    @Test
    void the_server_and_the_version_of_the_schema_are_told() throws IOException, SQLException {
        assertThat(run("server"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("is_standby", false)
                        .containsEntry("read_only", "off")
                        .containsEntry("schema_version", shop.health().storage().schemaVersion()));
    }

    @Test
    void parked_events_are_found_by_their_reason() throws IOException, SQLException {
        assertThat(run("parked"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("projection", "parcel-labels")
                        .containsEntry("events", 1L)
                        .containsEntry("for_example", "Order-o-2")
                        .extractingByKey("error")
                        .asString()
                        .contains("there is no label for parcels to Atlantis"));
        assertThat(run("parked-events"))
                .extracting("stream_id", "type", "payload")
                .containsExactly(tuple("Order-o-2", "Shipped", "{\"country\":\"Atlantis\"}"));
    }

    @Test
    void a_projection_that_is_paused_shows_how_far_it_is_behind() throws IOException, SQLException {
        assertThat(run("partitions"))
                .filteredOn("state", "serving")
                .extracting("projection", "paused", "owner_is_alive", "fault")
                .contains(tuple("sales-per-article", false, true, null));
        shop.projections().pause("sales-per-article");
        long before = shop.store().lastPosition();

        shop.dispatch(new OrderCommand.Place("o-3", "c-1")).orElseThrow();

        assertThat(run("partitions"))
                .filteredOn("projection", "sales-per-article")
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("paused", true)
                        .extractingByKey("at_most_behind")
                        .asInstanceOf(LONG)
                        .isGreaterThanOrEqualTo(shop.store().lastPosition() - before));
    }

    @Test
    void the_events_that_a_projection_stands_before_are_found() throws IOException, SQLException {
        shop.projections().pause("parcel-labels");

        shop.dispatch(new OrderCommand.Place("o-3", "c-1")).orElseThrow();

        assertThat(run("next-events")).extracting("stream_id", "type").containsExactly(tuple("Order-o-3", "Placed"));
    }

    @Test
    void a_projection_that_nobody_runs_has_no_living_owner() throws IOException, SQLException {
        assertThat(run("nodes")).extracting("is_alive").containsExactly(true);

        shop.close();

        assertThat(run("partitions")).extracting("owner_is_alive").containsOnly(false);
        assertThat(run("nodes")).isEmpty();
    }

    @Test
    void a_transaction_that_stays_open_is_found() throws IOException, SQLException {
        try (Connection open = postgres.dataSource().getConnection();
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute("set local application_name = 'dawdler'");

            assertThat(execute(text("long-transactions").replace("5 seconds", "0 seconds")))
                    .filteredOn("application_name", "dawdler")
                    .extracting("state", "last_statement")
                    .containsExactly(tuple("idle in transaction", "set local application_name = 'dawdler'"));
            open.rollback();
        }
    }

    @Test
    void what_is_being_appended_is_told_by_category_and_stream() throws IOException, SQLException {
        assertThat(run("appended")).extracting("category").containsOnly("Order");
        assertThat(run("busy-streams"))
                .extracting("stream_id", "version")
                .containsExactlyInAnyOrder(tuple("Order-o-1", 4L), tuple("Order-o-2", 4L));
    }

    private List<Map<String, Object>> run(String name) throws IOException, SQLException {
        return execute(text(name));
    }

    /** A query in the schema of this test. */
    private String text(String name) throws IOException {
        return Sources.queries()
                .get(name)
                .replace("mink.", postgres.schema() + ".")
                .replace("'mink'", "'" + postgres.schema() + "'");
    }

    private List<Map<String, Object>> execute(String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<Map<String, Object>> rows = new ArrayList<>();
            while (result.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.put(result.getMetaData().getColumnLabel(i), result.getObject(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }
}
