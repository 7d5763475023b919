package dev.mink.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.Append;
import dev.mink.AppendResult;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.FeedQuery;
import dev.mink.StreamId;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Plan;
import dev.mink.postgres.kit.Recorder;
import dev.mink.postgres.kit.Recorder.Recorded;
import dev.mink.postgres.kit.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Appends hold the fence, a lock below their positions, from before the first position to their end. */
class FenceTest {

    private static final StreamId ORDER = StreamId.of("Order", "1");
    private static final StreamId OTHER = StreamId.of("Order", "2");

    private static final String LOCK = "pg_advisory_xact_lock_shared(";
    private static final String DRAW = "nextval(";
    private static final Pattern CASE = Pattern.compile("CASE WHEN \\((.*) IS NOT NULL\\) THEN " + Pattern.quote(DRAW));

    /** A subselect that is executed once, as the plan names it and as expressions refer to it, before PostgreSQL 17 by a number. */
    private static final Pattern SUBSELECT =
            Pattern.compile("InitPlan (?<name>\\d+)(?: \\(returns \\$(?<number>\\d+)\\))?");

    @RegisterExtension
    final Database database = new Database();

    @Test
    void the_first_append_ever_holds_the_fence_at_zero() throws Exception {
        EventStore<Connection> store = database.store();

        store.<Void, SQLException>transact(connection -> {
            AppendResult result = store.within(connection).append(ORDER, ExpectedVersion.exactly(0), Fact.noted(1));
            assertThat(result.position()).isEqualTo(1);
            assertThat(fences(connection)).containsExactly(0L);
            return null;
        });
    }

    @Test
    void an_append_of_one_event_at_a_known_version_holds_the_fence_below_its_position() throws Exception {
        EventStore<Connection> store = database.store();
        store.append(ORDER, ExpectedVersion.noStream(), Fact.noted(1));

        store.<Void, SQLException>transact(connection -> {
            AppendResult result = store.within(connection).append(ORDER, ExpectedVersion.exactly(1), Fact.noted(1));
            assertThat(fences(connection)).containsExactly(result.position() - 1);
            return null;
        });
    }

    @Test
    void an_append_of_several_events_to_several_streams_holds_the_fence_below_its_first_position() throws Exception {
        EventStore<Connection> store = database.store();
        store.append(ORDER, ExpectedVersion.noStream(), Fact.noted(3));

        store.<Void, SQLException>transact(connection -> {
            List<AppendResult> results = store.within(connection)
                    .append(
                            Append.of(ORDER, ExpectedVersion.any(), Fact.noted(2)),
                            Append.of(OTHER, ExpectedVersion.noStream(), Fact.noted(3)));
            assertThat(results).extracting(AppendResult::position).containsExactly(5L, 8L);
            assertThat(fences(connection)).containsExactly(3L);
            return null;
        });
    }

    @Test
    void the_fence_is_gone_with_the_transaction() throws Exception {
        EventStore<Connection> store = database.store();
        store.append(ORDER, ExpectedVersion.any(), Fact.noted(1));
        store.append(ORDER, ExpectedVersion.any(), Fact.noted(2));
        store.transact(connection -> store.within(connection).append(ORDER, ExpectedVersion.any(), Fact.noted(2)));

        try (Connection connection = database.dataSource().getConnection()) {
            assertThat(fences(connection)).isEmpty();
        }
        assertThat(store.safePosition()).isEqualTo(store.lastPosition()).isEqualTo(5);
    }

    @Test
    void positions_of_more_than_32_bits_are_fenced_as_well() throws Exception {
        EventStore<Connection> store = database.store();
        long drawn = 5L << 32;
        database.execute("select setval('\"" + database.schema() + "\".event_position', " + drawn + ")");

        store.<Void, SQLException>transact(connection -> {
            assertThat(store.within(connection)
                            .append(ORDER, ExpectedVersion.any(), Fact.noted(1))
                            .position())
                    .isEqualTo(drawn + 1);
            assertThat(fences(connection)).containsExactly(drawn);
            store.append(OTHER, ExpectedVersion.any(), Fact.noted(1));
            assertThat(store.page(FeedQuery.all()).events()).isEmpty();
            return null;
        });
        assertThat(store.page(FeedQuery.all()).events()).hasSize(2);
    }

    @Test
    void a_transaction_with_ten_thousand_appends_holds_one_fence() throws Exception {
        EventStore<Connection> store = database.store();
        store.append(ORDER, ExpectedVersion.noStream(), Fact.noted(1));

        store.<Void, SQLException>transact(connection -> {
            EventStore<Connection> within = store.within(connection);
            for (int i = 0; i < 10_000; i++) {
                within.append(OTHER, ExpectedVersion.exactly(i), Fact.noted(1));
            }
            assertThat(fences(connection)).containsExactly(1L);
            return null;
        });
        assertThat(database.count()).isEqualTo(10_001);
    }

    @Test
    void two_transactions_of_one_connection_take_a_fence_each() throws Exception {
        EventStore<Connection> store = database.store();

        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            store.within(connection).append(ORDER, ExpectedVersion.any(), Fact.noted(3));
            assertThat(fences(connection)).containsExactly(0L);
            connection.commit();
            store.within(connection).append(ORDER, ExpectedVersion.any(), Fact.noted(3));
            assertThat(fences(connection)).containsExactly(3L);
            connection.rollback();
            store.within(connection).append(ORDER, ExpectedVersion.any(), Fact.noted(3));
            assertThat(fences(connection)).containsExactly(6L);
            connection.commit();
        }
        assertThat(database.count()).isEqualTo(6);
    }

    @Test
    void an_append_after_a_rollback_to_a_savepoint_takes_the_fence_that_went_with_it() throws Exception {
        EventStore<Connection> store = database.store();
        EventStore<Connection> other = database.store();

        store.<Void, SQLException>transact(connection -> {
            EventStore<Connection> within = store.within(connection);
            Savepoint before = connection.setSavepoint();
            within.append(ORDER, ExpectedVersion.any(), Fact.noted(2));
            connection.rollback(before);
            assertThat(fences(connection)).isEmpty();

            long position =
                    within.append(ORDER, ExpectedVersion.any(), Fact.noted(2)).position();
            assertThat(fences(connection)).containsExactly(position - 2);

            other.append(OTHER, ExpectedVersion.any(), Fact.noted(1));
            assertThat(other.page(FeedQuery.all()).events()).isEmpty();
            assertThat(other.safePosition()).isLessThan(position - 1);
            return null;
        });
        assertThat(other.page(FeedQuery.all()).events()).hasSize(3);
    }

    @Test
    void schemas_of_one_database_do_not_hold_each_other_back() throws Exception {
        EventStore<Connection> store = database.store();
        String second = database.newSchema();
        EventStore<Connection> neighbour =
                Database.facts(database.storage(database.pool(2), options -> options.schema(second)));

        store.<Void, SQLException>transact(connection -> {
            store.within(connection).append(ORDER, ExpectedVersion.any(), Fact.noted(1));
            neighbour.within(connection).append(ORDER, ExpectedVersion.any(), Fact.noted(1));
            store.within(connection).append(ORDER, ExpectedVersion.any(), Fact.noted(1));
            assertThat(store.safePosition()).isZero();
            assertThat(neighbour.safePosition()).isZero();
            return null;
        });
        store.<Void, SQLException>transact(connection -> {
            store.within(connection).append(ORDER, ExpectedVersion.any(), Fact.noted(1));
            neighbour.append(ORDER, ExpectedVersion.any(), Fact.noted(1));
            assertThat(neighbour.safePosition()).isEqualTo(2);
            assertThat(store.safePosition()).isEqualTo(2);
            return null;
        });
    }

    @Test
    void in_the_plan_of_every_append_statement_the_fence_comes_before_the_positions() throws Exception {
        Recorder recorder = new Recorder();
        PostgresStorage storage =
                database.storage(recorder.watch(database.pool(2)), options -> options.notifications(false));
        EventStore<Connection> store = Database.facts(storage);
        recorder.take();

        store.append(ORDER, ExpectedVersion.noStream(), Fact.noted(1));
        store.append(ORDER, ExpectedVersion.exactly(1), Fact.noted(1));
        store.append(ORDER, ExpectedVersion.any(), Fact.noted(2));
        store.append(
                Append.of(ORDER, ExpectedVersion.any(), Fact.noted(2)),
                Append.of(OTHER, ExpectedVersion.any(), Fact.noted(2)));
        try (Connection connection = recorder.watch(database.pool(1)).getConnection()) {
            GroupOfTwo.write(connection, database.schema(), 1);
        }
        List<Recorded> statements = recorder.take();

        assertThat(statements).hasSize(5);
        try (Connection connection = database.dataSource().getConnection()) {
            for (Recorded statement : statements) {
                requireFenceFirst(Plan.of(connection, statement));
            }
        }
    }

    /** Positions are drawn in a case whose condition takes the fence, by itself or in a subselect. */
    private static void requireFenceFirst(Plan plan) {
        assertThat(plan.lines())
                .as("locks in %s", plan)
                .filteredOn(line -> line.contains(LOCK))
                .hasSize(1);
        assertThat(plan.lines())
                .as("positions in %s", plan)
                .filteredOn(line -> line.contains(DRAW))
                .hasSize(1);
        String condition = plan.lines().stream()
                .map(CASE::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no position is drawn in a case in " + plan));
        if (!condition.contains(LOCK)) {
            assertThat(plan.below(subselect(plan, condition)))
                    .as("what must be before a position is drawn in %s", plan)
                    .anyMatch(line -> line.contains(LOCK));
        }
    }

    /** The heading of the subselect that a condition refers to. */
    private static String subselect(Plan plan, String condition) {
        for (String line : plan.lines()) {
            Matcher heading = SUBSELECT.matcher(line.strip());
            if (heading.matches()
                    && (condition.equals("(InitPlan " + heading.group("name") + ").col1")
                            || condition.equals("$" + heading.group("number")))) {
                return line;
            }
        }
        throw new AssertionError(condition + " is no subselect in " + plan);
    }

    /** The keys of the fences that the backend of a connection holds. */
    private static List<Long> fences(Connection connection) throws SQLException {
        return Sql.texts(
                        connection,
                        "select (classid::bigint & 65535) << 32 | objid::bigint from pg_locks"
                                + " where locktype = 'advisory' and mode = 'ShareLock' and granted"
                                + " and pid = pg_backend_pid() order by 1")
                .stream()
                .map(Long::valueOf)
                .toList();
    }
}
