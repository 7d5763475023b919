package dev.mink.postgres.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mink.StorageException;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.Await;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Recorder;
import dev.mink.postgres.kit.Sql;
import dev.mink.postgres.kit.Together;
import dev.mink.spi.Checkpoint;
import dev.mink.spi.Generation;
import dev.mink.spi.Generation.State;
import dev.mink.spi.LeaseLostException;
import dev.mink.spi.Partition;
import dev.mink.spi.PartitionId;
import dev.mink.spi.ProjectionNode;
import dev.mink.spi.ProjectionStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What holds of partitions and generations beyond the contract, because transactions run at the same time. */
@Timeout(90)
class LeaseTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final ProjectionNode NODE = new ProjectionNode("a", Map.of("sales", 1));

    @RegisterExtension
    final Database database = new Database();

    private final Together threads = new Together();
    private final Recorder recorder = new Recorder();
    private PostgresStorage storage;
    private ProjectionStore<Connection> projections;
    private String effects;

    @BeforeEach
    void start() throws Exception {
        storage = database.storage(recorder.watch(database.pool(10)), options -> options);
        projections = storage.projections().orElseThrow();
        effects = '"' + database.schema() + "\".effects";
        database.execute("create table " + effects + " (n int)");
    }

    @AfterEach
    void end() {
        threads.close();
    }

    private PartitionId add(String projection) {
        return storage.transact(transaction -> {
                    assertThat(projections.lock(transaction, projection)).isEmpty();
                    return projections.add(transaction, projection, 1, State.SERVING, 1, 0);
                })
                .partitions()
                .get(0)
                .id();
    }

    private Partition partition() {
        return projections.roster().generations().get(0).partitions().get(0);
    }

    private Connection begin() throws SQLException {
        Connection connection = database.closing(database.dataSource().getConnection());
        connection.setAutoCommit(false);
        return connection;
    }

    private void takeEffect(Connection transaction) throws SQLException {
        Sql.execute(transaction, "insert into " + effects + " values (1)");
    }

    private long effects() throws SQLException {
        return database.number("select count(*) from " + effects);
    }

    @Test
    void a_partition_on_which_somebody_works_is_refused_at_once() throws Exception {
        PartitionId id = add("sales");
        long lease = projections.acquire(id, 0, "a").orElseThrow();
        try (Connection working = begin()) {
            assertThat(projections.claim(working, id, lease, HOUR)).isEqualTo(new Checkpoint(0, false, 0));
            Future<OptionalLong> acquiring = threads.start(() -> projections.acquire(id, lease, "b"));
            assertThat(Together.result(acquiring)).isEmpty();
            takeEffect(working);
            projections.advance(working, id, lease, 7);
            working.commit();
        }

        assertThat(partition().owner()).isEqualTo("a");
        assertThat(partition().position()).isEqualTo(7);
        assertThat(effects()).isEqualTo(1);
        assertThat(projections.acquire(id, lease, "b")).isPresent();
    }

    @Test
    void a_transaction_that_stands_still_is_ended_and_its_effects_are_gone() throws Exception {
        PartitionId id = add("sales");
        long lease = projections.acquire(id, 0, "a").orElseThrow();
        Connection frozen = begin();
        assertThat(projections.claim(frozen, id, lease, Duration.ofMillis(200))).isNotNull();
        takeEffect(frozen);
        projections.advance(frozen, id, lease, 7);

        Await.until(
                "another node gets the partition",
                () -> projections.acquire(id, lease, "b").isPresent());
        Throwable failure = catchThrowable(() -> projections.advance(frozen, id, lease, 8));

        assertThat(failure).isInstanceOf(StorageException.class);
        assertThat(projections.isTransient(failure)).isTrue();
        assertThat(catchThrowable(frozen::commit)).isInstanceOf(SQLException.class);
        assertThat(effects()).isZero();
        assertThat(partition().position()).isZero();
        assertThat(partition().owner()).isEqualTo("b");
    }

    @Test
    void the_next_transaction_of_a_connection_may_stand_still_for_longer() throws Exception {
        PartitionId id = add("sales");
        long lease = projections.acquire(id, 0, "a").orElseThrow();
        String setting = "select setting::int from pg_settings where name = 'idle_in_transaction_session_timeout'";
        try (Connection connection = begin()) {
            assertThat(projections.claim(connection, id, lease, Duration.ofMillis(60_001)))
                    .isNotNull();
            assertThat(Sql.number(connection, setting)).isEqualTo(60_001);
            connection.commit();
            assertThat(Sql.number(connection, setting)).isZero();

            assertThat(projections.hold(connection, id)).isPresent();
            assertThat(Sql.number(connection, setting)).isEqualTo(10_000);
            connection.rollback();
            assertThat(projections.lock(connection, "sales")).hasSize(1);
            assertThat(Sql.number(connection, setting)).isEqualTo(10_000);
        }
    }

    @Test
    void who_loses_the_lease_in_the_middle_of_a_transaction_leaves_nothing_of_it() throws Exception {
        PartitionId id = add("sales");
        long lease = projections.acquire(id, 0, "a").orElseThrow();

        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> storage.<Boolean, SQLException>transact(transaction -> {
                    takeEffect(transaction);
                    assertThat(projections.acquire(id, lease, "b")).isPresent();
                    projections.advance(transaction, id, lease, 7);
                    return true;
                }));

        assertThat(effects()).isZero();
        assertThat(partition().position()).isZero();
    }

    @Test
    void who_relies_on_generations_waits_neither_for_others_like_it_nor_for_other_projections() throws Exception {
        add("sales");
        add("stock");
        try (Connection first = begin();
                Connection second = begin();
                Connection changing = begin()) {
            assertThat(projections.serving(first, "sales", 1)).hasSize(1);
            assertThat(projections.lock(changing, "stock")).hasSize(1);
            assertThat(Together.result(threads.start(() -> projections.serving(second, "sales", 1))))
                    .hasSize(1);
        }
    }

    @Test
    void who_waits_in_line_behind_a_change_sees_what_it_has_made() throws Exception {
        add("sales");
        try (Connection appending = begin();
                Connection changing = begin();
                Connection late = begin()) {
            assertThat(projections.serving(appending, "sales", 1)).hasSize(1);
            Future<List<Generation>> locking = threads.start(() -> projections.lock(changing, "sales"));
            awaitWaiting(1);
            Future<List<Generation>> relying = threads.start(() -> projections.serving(late, "sales", 1));
            awaitWaiting(2);

            appending.commit();
            assertThat(Together.result(locking)).hasSize(1);
            projections.change(changing, "sales", 1, State.RETIRED);
            assertThat(projections
                            .add(changing, "sales", 1, State.SERVING, 1, 0)
                            .number())
                    .isEqualTo(2);
            changing.commit();

            assertThat(Together.result(relying)).extracting(Generation::number).containsExactly(2);
        }
    }

    @Test
    void a_change_gives_up_when_an_append_stands_still() throws Exception {
        add("sales");
        try (Connection appending = begin();
                Connection changing = begin();
                Connection late = begin()) {
            assertThat(projections.serving(appending, "sales", 1)).hasSize(1);
            Future<Throwable> locking = threads.start(() -> catchThrowable(() -> projections.lock(changing, "sales")));
            awaitWaiting(1);
            Future<List<Generation>> relying = threads.start(() -> projections.serving(late, "sales", 1));

            assertThat(projections.isTransient(Together.result(locking))).isTrue();
            assertThat(Together.result(relying)).hasSize(1);
        }
    }

    private void awaitWaiting(int count) throws Exception {
        Await.until(
                count + " wait",
                () -> database.number("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                + " and wait_event = 'advisory' and datname = current_database()")
                        == count);
    }

    @Test
    void every_operation_is_one_round_trip() throws Exception {
        PartitionId id = add("sales");
        requireOneStatement(
                () -> assertThat(projections.beat(NODE, HOUR).nodes()).containsExactly(NODE));
        requireOneStatement(() -> assertThat(projections.roster().generations()).hasSize(1));
        requireOneStatement(() -> assertThat(projections.acquire(id, 0, "a")).hasValue(1));
        storage.<Boolean, Exception>transact(transaction -> {
            requireOneStatement(() ->
                    assertThat(projections.serving(transaction, "sales", 1)).hasSize(1));
            requireOneStatement(() ->
                    assertThat(projections.claim(transaction, id, 1, HOUR)).isNotNull());
            requireOneStatement(() -> projections.advance(transaction, id, 1, 7));
            return true;
        });
        requireOneStatement(() -> projections.release(id, 1));
        requireOneStatement(() -> projections.leave("a"));
    }

    private void requireOneStatement(Runnable operation) {
        recorder.take();
        operation.run();
        assertThat(recorder.take()).hasSize(1);
    }

    @Test
    void nodes_that_have_been_gone_for_long_are_forgotten() throws Exception {
        assertThat(projections.beat(NODE, HOUR)).isNotNull();
        assertThat(projections.beat(new ProjectionNode("b", Map.of()), Duration.ofMillis(1)))
                .isNotNull();
        String nodes = '"' + database.schema() + "\".projection_nodes";
        database.execute("update " + nodes + " set expires_at = expires_at - interval '61 minutes' where node = 'b'");

        assertThat(projections.beat(NODE, HOUR).nodes()).containsExactly(NODE);
        assertThat(database.texts("select node from " + nodes)).containsExactly("a");
    }

    @Test
    void a_fault_may_have_a_character_that_cannot_be_stored() {
        PartitionId id = add("sales");
        projections.fault(id, 0, "a\u0000b");

        assertThat(partition().fault()).isEqualTo("a\ufffdb");
    }
}
