package dev.mink.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.Metadata;
import dev.mink.Mink;
import dev.mink.StreamId;
import dev.mink.examples.docs.Payments.Pay;
import dev.mink.examples.quickstart.OrderEvent;
import dev.mink.examples.quickstart.OrderEvent.LineAdded;
import dev.mink.examples.quickstart.OrderEvent.Placed;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.schema.EventTypes;
import dev.mink.testing.MinkPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/** The queries that docs/postgresql.md, docs/idempotency.md, docs/audit.md and docs/projections.md show. */
final class PostgresQueriesTest {
    private static final StreamId O_1 = StreamId.of("Order", "o-1");
    private static final StreamId O_2 = StreamId.of("Order", "o-2");

    @RegisterExtension
    final MinkPostgres postgres = MinkPostgres.create();

    private EventStore<Connection> store;
    private PostgresStorage storage;
    private Queries queries;

    @BeforeEach
    void append_some_orders() {
        PostgresOptions options =
                PostgresOptions.defaults().schema(postgres.schema()).migrateOnStart(true);
        storage = PostgresStorage.of(postgres.dataSource(), options);
        storage.start();
        store = EventStore.of(storage, EventTypes.of(OrderEvent.class));
        queries = new Queries(postgres.dataSource(), postgres.schema());
        LineAdded mugs = new LineAdded("mug", 2, new BigDecimal("4.50"));
        LineAdded tea = new LineAdded("tea", 1, new BigDecimal("7.20"));
        store.with(Metadata.empty().withCorrelationId("req-7").withUserId("anna"))
                .append(O_1, ExpectedVersion.noStream(), List.of(new Placed("c-1"), mugs, tea));
        store.append(O_2, ExpectedVersion.noStream(), List.of(new Placed("c-2"), mugs));
        Mink<Connection> mink = Payments.mink(storage);
        mink.dispatch(new Pay("payment-4711", "o-3", new BigDecimal("16.20")), by("anna"));
        mink.dispatch(new Pay("payment-4712", "o-3", BigDecimal.ZERO), by("bert"));
    }

    private static Metadata by(String user) {
        return Metadata.empty().withUserId(user).withCorrelationId("req-8");
    }

    static Set<String> names() throws IOException {
        Set<String> names = Queries.names();
        names.remove("grants"); // needs a role: see PostgresDocsTest
        return names;
    }

    @ParameterizedTest
    @MethodSource("names")
    void every_query_runs(String name) throws IOException, SQLException {
        List<Map<String, Object>> rows = queries.run(name);

        boolean quiet = Set.of(
                        "feed-holders",
                        "end-holder",
                        "blocked",
                        "property-index",
                        "key-holders",
                        "forget-key",
                        "audit-retention",
                        "projections",
                        "parked-events",
                        "snapshots-of-category",
                        "snapshots-behind",
                        "snapshots-delete")
                .contains(name);
        assertThat(rows.isEmpty()).as(name + " gives " + rows).isEqualTo(quiet);
    }

    @Test
    void events_are_json_that_can_be_asked() throws IOException, SQLException {
        assertThat(queries.run("stream"))
                .extracting(row -> row.get("payload").toString())
                .containsExactly(
                        "{\"customerId\":\"c-1\"}",
                        "{\"sku\":\"mug\",\"quantity\":2,\"unitPrice\":4.50}",
                        "{\"sku\":\"tea\",\"quantity\":1,\"unitPrice\":7.20}");
        assertThat(queries.run("json"))
                .containsExactly(
                        Map.of("sku", "mug", "pieces", 4L, "amount", new BigDecimal("18.00")),
                        Map.of("sku", "tea", "pieces", 1L, "amount", new BigDecimal("7.20")));
        assertThat(queries.run("metadata"))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row).containsEntry("who", "anna"));
        assertThat(queries.run("by-property")).extracting("stream_id").containsExactly("Order-o-1", "Order-o-2");
        assertThat(queries.run("long-streams"))
                .first()
                .satisfies(row ->
                        assertThat(row).containsEntry("stream_id", "Order-o-1").containsEntry("events", 3L));
    }

    @Test
    void results_and_audit_entries_can_be_asked() throws IOException, SQLException {
        assertThat(queries.run("result-of-key").get(0).get("result").toString()).contains("\"stream\":\"Payment-o-3\"");
        assertThat(queries.run("results-kept"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("command", "Pay")
                        .containsEntry("count", 2L)
                        .containsEntry("rejected", 1L));
        assertThat(queries.run("audit-of-stream")).extracting("user_id").containsExactly("anna");
        assertThat(queries.run("audit-outcomes"))
                .extracting("outcome", "reason")
                .containsExactlyInAnyOrder(tuple("accepted", null), tuple("rejected", "NothingToPayException"));
        assertThat(queries.run("audit-events")).extracting("type").containsExactly("Paid");
    }

    @Test
    void a_command_that_hangs_with_its_key_is_found() throws IOException, SQLException {
        try (Connection open = postgres.dataSource().getConnection()) {
            open.setAutoCommit(false);
            assertThat(storage.idempotency().orElseThrow().reserve(open, "k", Instant.now(), false))
                    .isEmpty();

            assertThat(queries.run("key-holders"))
                    .singleElement()
                    .satisfies(row -> assertThat(row)
                            .containsEntry(
                                    "pid", open.unwrap(PGConnection.class).getBackendPID()));
            open.rollback();
        }
    }

    @Test
    void a_key_can_be_forgotten_and_old_entries_removed_by_the_owner_only() throws IOException, SQLException {
        queries.run("forget-key");
        assertThat(queries.run("results-kept")).extracting("count").containsExactly(1L);

        queries.execute(queries.text("audit-retention").replace("7 years", "0"));

        assertThat(queries.run("audit-outcomes")).isEmpty();
        Payments.mink(storage).dispatch(new Pay("payment-4713", "o-4", BigDecimal.TEN));
        assertThatThrownBy(() -> queries.execute("delete from " + postgres.schema() + ".command_audit"))
                .hasMessageContaining("append-only");
    }

    @Test
    void an_index_on_a_property_is_used() throws IOException, SQLException {
        List<LineAdded> lines = IntStream.range(0, 2000)
                .mapToObj(i -> new LineAdded("sku-" + i, 1, BigDecimal.ONE))
                .toList();
        store.append(O_1, ExpectedVersion.any(), lines);

        queries.run("property-index");
        queries.execute("analyze " + postgres.schema() + ".events");

        assertThat(queries.execute("explain " + queries.text("by-property")).toString())
                .contains("events_sku");
        assertThat(queries.run("by-property")).hasSize(2);
    }

    @Test
    void a_transaction_that_has_appended_and_stays_open_is_found() throws IOException, SQLException {
        try (Connection open = postgres.dataSource().getConnection();
                Connection reading = postgres.dataSource().getConnection()) {
            open.setAutoCommit(false);
            store.within(open).append(O_1, ExpectedVersion.exactly(3), List.of(new Placed("c-3")));
            reading.setAutoCommit(false);
            assertThat(store.within(reading).read(O_1)).hasSize(3);
            store.append(O_2, ExpectedVersion.exactly(2), List.of(new Placed("c-4")));

            assertThat(store.lastPosition()).isEqualTo(8);
            assertThat(store.safePosition()).isEqualTo(6);
            assertThat(queries.run("feed-holders"))
                    .singleElement()
                    .satisfies(row -> assertThat(row)
                            .containsEntry(
                                    "pid", open.unwrap(PGConnection.class).getBackendPID())
                            .containsEntry("state", "idle in transaction")
                            .containsEntry("feed_held_at", 6L));
            assertThat(queries.run("end-holder")).isEmpty();

            queries.execute(queries.text("end-holder").replace("5 minutes", "0"));

            assertThat(queries.run("feed-holders")).isEmpty();
            assertThat(store.safePosition()).isEqualTo(8);
            reading.rollback();
        }
    }

    @Test
    void who_waits_for_whom_is_found() throws Exception {
        try (Connection open = postgres.dataSource().getConnection()) {
            open.setAutoCommit(false);
            store.within(open).append(O_1, ExpectedVersion.exactly(3), List.of(new Placed("c-3")));
            Thread other = new Thread(
                    () -> store.append(O_1, ExpectedVersion.any(), List.of(new Placed("c-4"))), "waits for the other");
            other.start();
            List<Map<String, Object>> blocked = queries.run("blocked");
            while (blocked.isEmpty() && other.isAlive()) {
                Thread.onSpinWait();
                blocked = queries.run("blocked");
            }
            assertThat(blocked)
                    .singleElement()
                    .satisfies(row -> assertThat(row.get("blocked_by").toString())
                            .isEqualTo("{" + open.unwrap(PGConnection.class).getBackendPID() + "}"));
            open.commit();
            other.join();
        }
        assertThat(store.info(O_1).orElseThrow().version()).isEqualTo(5);
    }
}
