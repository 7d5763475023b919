package dev.mink.postgres.snapshot;

import static dev.mink.snapshot.SnapshotPolicy.every;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.AggregateType;
import dev.mink.EventStore;
import dev.mink.Repository;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Plan;
import dev.mink.postgres.kit.Recorder;
import dev.mink.postgres.kit.Recorder.Recorded;
import dev.mink.schema.EventTypes;
import dev.mink.snapshot.AggregateCache;
import dev.mink.snapshot.SnapshotInfo;
import dev.mink.snapshot.Snapshots;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SnapshotsTest {

    private static final AggregateType<Ledger, Ledger.Event> TYPE =
            Ledger.TYPE.withSnapshots(Snapshots.of(every(50), Ledger.State.class, Ledger::state, Ledger::restore));
    private static final AggregateType<Ledger, Ledger.Event> CACHED = TYPE.withCache(AggregateCache.ofEntries(10));

    @RegisterExtension
    final Database database = new Database();

    private final Recorder recorder = new Recorder();

    private EventStore<Connection> store() {
        return EventStore.of(
                database.storage(recorder.watch(database.pool(4)), options -> options.notifications(false)),
                EventTypes.of(Ledger.Event.class));
    }

    private static void book(Ledger ledger, int count) {
        for (int i = 0; i < count; i++) {
            ledger.book(i);
        }
    }

    private String snapshots() {
        return '"' + database.schema() + "\".snapshots";
    }

    @Test
    void a_load_is_one_statement_that_finds_snapshot_and_events_by_their_indexes() throws Exception {
        EventStore<Connection> store = store();
        Repository<Ledger> ledgers = store.repository(TYPE);
        for (int i = 0; i < 30; i++) {
            ledgers.create("l" + i, ledger -> book(ledger, 60));
            ledgers.update("l" + i, ledger -> book(ledger, 20));
        }
        database.execute(
                "insert into " + snapshots() + " select stream_id || 'x' || n, schema, version, last_event, type,"
                        + " payload, payload_binary, taken_at from " + snapshots() + ", generate_series(1, 300) n");
        database.execute("analyze " + database.events());
        database.execute("analyze " + snapshots());
        recorder.take();

        assertThat(ledgers.load("l7").version()).isEqualTo(80);

        List<Recorded> statements = recorder.take();
        assertThat(statements).hasSize(1);
        try (Connection connection = database.dataSource().getConnection()) {
            Plan plan = Plan.of(connection, statements.get(0));
            assertThat(plan.lines()).noneMatch(line -> line.contains("Seq Scan on"));
            assertThat(plan.lines()).anyMatch(line -> line.contains("events_stream_version"));
            assertThat(plan.lines()).anyMatch(line -> line.contains("snapshots_stream_schema_version"));
        }
    }

    @Test
    void a_load_from_the_cache_is_one_statement() {
        EventStore<Connection> store = store();
        Repository<Ledger> ledgers = store.repository(CACHED);
        ledgers.create("l", ledger -> book(ledger, 60));
        assertThat(ledgers.load("l").version()).isEqualTo(60);
        recorder.take();

        assertThat(ledgers.load("l").version()).isEqualTo(60);
        assertThat(recorder.take()).hasSize(1);
        assertThat(store.cacheCounts().get("Ledger").misses())
                .as("the replay of the snapshot has filled it")
                .isZero();
    }

    @Test
    void a_snapshot_from_the_future_or_of_another_history_is_ignored_and_replaced() throws Exception {
        Repository<Ledger> ledgers = store().repository(TYPE);
        ledgers.create("l", ledger -> book(ledger, 50));
        for (String lie : List.of(
                "version = 77", "last_event = gen_random_uuid()", "version = version - 1", "version = version + 1")) {
            database.execute("update " + snapshots() + " set payload = '{\"digest\":0,\"last\":[]}', " + lie);
            assertThat(ledgers.snapshots().of("l")).as(lie).isEmpty();

            Ledger replayed = store().repository(Ledger.TYPE).load("l");
            assertThat(ledgers.load("l").state()).isEqualTo(replayed.state());
            assertThat(ledgers.load("l").version()).isEqualTo(replayed.version());

            ledgers.update("l", ledger -> book(ledger, 1));
            assertThat(ledgers.snapshots().of("l"))
                    .extracting(SnapshotInfo::version)
                    .containsExactly(replayed.version() + 1);
            assertThat(database.number("select count(*) from " + snapshots())).isEqualTo(1);
        }
    }

    @Test
    void snapshots_can_be_read_and_deleted_in_sql() throws Exception {
        Repository<Ledger> ledgers = store().repository(TYPE);
        ledgers.create("l", ledger -> book(ledger, 50));

        assertThat(database.texts("select payload ->> 'last' from " + snapshots() + " where stream_id = 'Ledger-l'"))
                .containsExactly("[45,46,47,48,49]");
        database.execute("truncate " + snapshots());
        assertThat(ledgers.load("l").version()).isEqualTo(50);
    }

    @Test
    void a_table_of_snapshots_that_cannot_be_written_does_not_disturb_saves() throws Exception {
        Repository<Ledger> ledgers = store().repository(TYPE);
        database.execute("alter table " + snapshots() + " add constraint none check (version < 0) not valid");

        ledgers.create("l", ledger -> book(ledger, 50));
        ledgers.update("l", ledger -> book(ledger, 1));

        assertThat(ledgers.load("l").version()).isEqualTo(51);
        assertThat(ledgers.snapshots().of("l")).isEmpty();
    }
}
