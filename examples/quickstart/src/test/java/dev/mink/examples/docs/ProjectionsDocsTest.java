package dev.mink.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.ExpectedVersion;
import dev.mink.Mink;
import dev.mink.StreamId;
import dev.mink.examples.quickstart.Order;
import dev.mink.examples.quickstart.OrderEvent;
import dev.mink.examples.quickstart.OrderEvent.LineAdded;
import dev.mink.examples.quickstart.OrderEvent.Placed;
import dev.mink.examples.quickstart.OrderEvent.Shipped;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.projection.AsyncOptions;
import dev.mink.projection.DeadLetters;
import dev.mink.projection.Generations;
import dev.mink.projection.LiveOptions;
import dev.mink.projection.OnPoison;
import dev.mink.projection.Overflow;
import dev.mink.projection.Projection;
import dev.mink.projection.ProjectionFailedException;
import dev.mink.projection.ProjectionState;
import dev.mink.projection.ProjectionStatus;
import dev.mink.projection.Rebuild;
import dev.mink.projection.RebuildProgress;
import dev.mink.projection.Start;
import dev.mink.schema.EventTypes;
import dev.mink.testing.MinkPostgres;
import dev.mink.testing.ProjectionSpec;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What docs/projections.md shows and says. */
@Timeout(120)
final class ProjectionsDocsTest {

    // region: projection
    static final Projection<Connection> REVENUE = Projection.<Connection>named("revenue")
            .on(LineAdded.class, (line, delivery) -> {
                try (PreparedStatement add = delivery.transaction().prepareStatement("""
                        insert into revenue (sku, total) values (?, ?)
                        on conflict (sku) do update set total = revenue.total + excluded.total""")) {
                    add.setString(1, line.sku());
                    add.setBigDecimal(2, line.unitPrice().multiply(BigDecimal.valueOf(line.quantity())));
                    add.executeUpdate();
                }
            })
            .build();
    // endregion

    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    final MinkPostgres postgres = MinkPostgres.create();

    private DataSource dataSource;
    private PostgresOptions options;

    @BeforeEach
    void make_the_table() throws SQLException {
        dataSource = postgres.dataSource();
        options = PostgresOptions.defaults().schema(postgres.schema()).migrateOnStart(true);
        run("drop view if exists stock", "drop table if exists revenue", "drop table if exists stock_1, stock_2");
        run("create table revenue (sku text primary key, total numeric not null)");
    }

    private void run(String... statements) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private String ask(String query) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : "nothing";
        }
    }

    private Mink.Builder<Connection> builder() {
        return Mink.builder(PostgresStorage.of(dataSource, options)).aggregate(Order.TYPE);
    }

    private static void order(Mink<Connection> mink, String id, String sku, int quantity) {
        mink.repository(Order.TYPE).create(id, order -> {
            order.place("c-1");
            order.addLine(sku, quantity, new BigDecimal("4.50"));
        });
    }

    @Test
    void an_asynchronous_projection_runs_soon_after_the_commit() throws SQLException {
        // region: async
        try (Mink<Connection> mink = Mink.builder(PostgresStorage.of(dataSource, options))
                .aggregate(Order.TYPE)
                .async(REVENUE)
                .build()
                .start()) {
            // endregion
            // region: read-your-writes
            long position = mink.store()
                    .append(StreamId.of("Order", "o-1"), noStream(), List.of(new LineAdded("mug", 2, price("4.50"))))
                    .position();
            mink.projections().awaitCaughtUp("revenue", position, Duration.ofSeconds(5));
            // endregion
            assertThat(ask("select total from revenue where sku = 'mug'")).isEqualTo("9.00");

            // region: status
            ProjectionStatus status = mink.projections().status("revenue");
            assertThat(status.state()).isEqualTo(ProjectionState.RUNNING);
            assertThat(status.position()).isEqualTo(position);
            assertThat(status.lag().events()).isZero();
            // endregion
        }
    }

    private static ExpectedVersion noStream() {
        return ExpectedVersion.noStream();
    }

    private static BigDecimal price(String text) {
        return new BigDecimal(text);
    }

    @Test
    void an_inline_projection_is_part_of_the_append() throws SQLException {
        // region: inline
        try (Mink<Connection> mink = builder().inline(REVENUE).build().start()) {
            order(mink, "o-1", "mug", 2);
            assertThat(ask("select total from revenue where sku = 'mug'")).isEqualTo("9.00");

            run("alter table revenue add check (total < 100)");
            assertThatThrownBy(() -> order(mink, "o-2", "mug", 100))
                    .isInstanceOf(ProjectionFailedException.class)
                    .hasMessageContaining("inline projection revenue failed at the LineAdded at version 2 of Order-o-2,"
                            + " so nothing was appended");
            assertThat(mink.repository(Order.TYPE).find("o-2")).isEmpty();
        }
        // endregion
    }

    @Test
    void a_live_projection_is_in_the_memory_of_every_node() {
        List<String> shipped = new CopyOnWriteArrayList<>();
        // region: live
        Projection<Object> shipments = Projection.named("shipments")
                .on(Shipped.class, (event, delivery) -> shipped.add(event.trackingNumber()))
                .build();
        try (Mink<Connection> mink = builder()
                .live(shipments, LiveOptions.defaults().start(Start.NOW).buffer(10_000, Overflow.DROP_OLDEST))
                .build()
                .start()) {
            // endregion
            mink.repository(Order.TYPE).create("o-1", order -> {
                order.place("c-1");
                order.addLine("mug", 1, price("4.50"));
                order.ship("T-1");
            });
            mink.projections().awaitCaughtUp(SOON);
            assertThat(shipped).containsExactly("T-1");
        }
    }

    @Test
    void options_say_how_an_asynchronous_projection_is_run() {
        // region: options
        AsyncOptions careful = AsyncOptions.defaults()
                .start(Start.NOW) // or AT_THE_BEGINNING, the default
                .batchSize(1000)
                .batchTime(Duration.ofMillis(500))
                .retries(5, Duration.ofMillis(100))
                .onPoison(OnPoison.STOP) // or PARK, the default
                .restarts(10);
        // endregion
        try (Mink<Connection> mink = builder().async(REVENUE, careful).build().start()) {
            assertThat(mink.projections().statuses()).hasSize(1);
        }
    }

    @Test
    void what_cannot_be_processed_is_parked_and_can_be_retried() throws Exception {
        run("alter table revenue add constraint small check (total < 100)");
        try (Mink<Connection> mink = builder().async(REVENUE).build().start()) {
            order(mink, "o-1", "mug", 100);
            order(mink, "o-2", "tea", 2);
            mink.projections().awaitCaughtUp(SOON);
            assertThat(ask("select sku from revenue")).isEqualTo("tea");
            Queries queries = new Queries(dataSource, postgres.schema());
            assertThat(queries.run("projections"))
                    .singleElement()
                    .satisfies(row ->
                            assertThat(row).containsEntry("state", "serving").containsEntry("parked", 1L));
            assertThat(queries.run("parked-events")).extracting("stream_id").containsExactly("Order-o-1");
            // region: dead-letters
            DeadLetters letters = mink.projections().deadLetters("revenue");
            letters.list(100)
                    .forEach(letter -> print(letter.type() + " of " + letter.stream() + ": " + letter.error()));

            run("alter table revenue drop constraint small"); // the fix
            letters.retry(StreamId.of("Order", "o-1")); // or retryAll(), or discard(position)
            // endregion
            assertThat(ask("select total from revenue where sku = 'mug'")).isEqualTo("450.00");
            assertThat(printed.get(0)).startsWith("LineAdded of Order-o-1: ").contains("violates check constraint");
        }
    }

    private final List<String> printed = new CopyOnWriteArrayList<>();

    private void print(String line) {
        printed.add(line);
    }

    // region: generations
    static final Projection<Connection> STOCK = Projection.<Connection>named("stock")
            .on(LineAdded.class, (line, delivery) -> {
                String table = "stock_" + delivery.generation();
                try (PreparedStatement add = delivery.transaction()
                        .prepareStatement(
                                "insert into " + table + " values (?, ?) on conflict (sku) do update set sold = "
                                        + table + ".sold + excluded.sold")) {
                    add.setString(1, line.sku());
                    add.setInt(2, line.quantity());
                    add.executeUpdate();
                }
            })
            .generations(new Generations<>() {
                @Override
                public void create(Connection transaction, int generation) throws SQLException {
                    execute(transaction, "create table stock_" + generation + " (sku text primary key, sold int)");
                }

                @Override
                public void serve(Connection transaction, int generation) throws SQLException {
                    execute(transaction, "create or replace view stock as select * from stock_" + generation);
                }

                @Override
                public void drop(Connection transaction, int generation) throws SQLException {
                    execute(transaction, "drop table stock_" + generation);
                }
            })
            .build();
    // endregion

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_rebuild_fills_another_generation_beside_the_present_one() throws Exception {
        try (Mink<Connection> mink = builder().async(STOCK).build().start()) {
            order(mink, "o-1", "mug", 2);
            mink.projections().awaitCaughtUp(SOON);
            run("update stock_1 set sold = 77");
            // region: rebuild
            Rebuild rebuild =
                    mink.projections().rebuild("stock", progress -> print(progress.done() + " of " + progress.total()));
            RebuildProgress end = rebuild.await(Duration.ofMinutes(10)); // or rebuild.cancel()
            // endregion
            assertThat(end.outcome()).isEqualTo(RebuildProgress.Outcome.DONE);
            assertThat(ask("select sold from stock where sku = 'mug'")).isEqualTo("2");
        }
        run("drop view stock");
    }

    @Test
    void a_story_tests_a_projection_alone() throws SQLException {
        PostgresStorage storage = PostgresStorage.of(dataSource, options);
        // region: spec
        ProjectionSpec.of(REVENUE, storage, EventTypes.of(OrderEvent.class))
                .given("Order-o-1", new LineAdded("mug", 2, price("4.50")))
                .given("Order-o-2", new LineAdded("mug", 1, price("4.00")))
                .then(connection -> assertThat(total(connection, "mug")).isEqualByComparingTo("13.00"));
        // endregion
    }

    private static BigDecimal total(Connection connection, String sku) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select total from revenue where sku = ?")) {
            query.setString(1, sku);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBigDecimal(1);
            }
        }
    }

    @Test
    void tests_drive_projections_by_hand() throws SQLException {
        // region: by-hand
        try (Mink<Connection> mink = builder()
                .async(REVENUE)
                .projections(settings -> settings.byHand())
                .build()
                .start()) {
            order(mink, "o-1", "mug", 2);
            assertThat(mink.projections().runOnce()).isEqualTo(1); // one LineAdded; nothing runs by itself
            assertThat(ask("select total from revenue")).isEqualTo("9.00");
        }
        // endregion
    }

    @Test
    void events_of_a_hierarchy_are_taken_by_one_handler() {
        Projection<Object> all = Projection.named("all")
                .on(
                        OrderEvent.class,
                        (event, delivery) -> print(delivery.recorded().type()))
                .build();
        try (Mink<Connection> mink = builder()
                .async(all)
                .projections(settings -> settings.byHand())
                .build()
                .start()) {
            mink.repository(Order.TYPE).create("o-1", order -> order.place("c-1"));
            mink.projections().awaitCaughtUp(SOON);
            assertThat(printed).containsExactly(Placed.class.getSimpleName());
        }
    }
}
