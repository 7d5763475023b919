package dev.mink.postgres.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.ConcurrencyException;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.Mink;
import dev.mink.StreamId;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.Await;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Fact.Noted;
import dev.mink.postgres.kit.Recorder;
import dev.mink.postgres.kit.Recorder.Recorded;
import dev.mink.postgres.kit.Together;
import dev.mink.projection.AsyncOptions;
import dev.mink.projection.DeadLetter;
import dev.mink.projection.Projection;
import dev.mink.projection.ProjectionState;
import dev.mink.projection.Rebuild;
import dev.mink.projection.RebuildProgress;
import dev.mink.projection.RebuildProgress.Outcome;
import dev.mink.projection.View;
import dev.mink.projection.ViewQuery;
import dev.mink.projection.ViewRepository;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Projections on PostgreSQL, run by the threads of one or several nodes while others append. */
@Timeout(120)
class ReadModelTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = 2_000_000;

    @RegisterExtension
    final Database database = new Database();

    private final AtomicBoolean enough = new AtomicBoolean();

    private Mink<Connection> node(String name, Consumer<Mink.Builder<Connection>> with) {
        Mink.Builder<Connection> builder = Mink.builder(PostgresStorage.of(database.pool(10), database.options()))
                .events(Fact.TYPES)
                .projections(settings -> settings.node(name).leaseDuration(Duration.ofSeconds(2)));
        with.accept(builder);
        return database.closing(builder.build().start());
    }

    /** Appends to some streams until it is enough, no faster than the projections are. */
    private Future<Integer> writer(Together together, EventStore<Connection> store) {
        return together.start(() -> {
            int events = 0;
            while (!enough.get()) {
                int count = ThreadLocalRandom.current().nextInt(1, 4);
                String stream = Integer.toString(ThreadLocalRandom.current().nextInt(50));
                try {
                    store.append(StreamId.of("Sum", stream), ExpectedVersion.any(), Fact.noted(count));
                    events += count;
                } catch (ConcurrencyException e) {
                    // another writer's turn
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            return events;
        });
    }

    private void append(Mink<Connection> mink, int stream, int number) {
        mink.store()
                .append(
                        StreamId.of("Sum", Integer.toString(stream)),
                        ExpectedVersion.any(),
                        List.of(new Noted(number)));
    }

    @Test
    void two_versions_on_two_nodes_are_both_right_during_a_rolling_deployment_and_after() throws Exception {
        Sums old = new Sums(database.schema(), 1);
        Sums now = new Sums(database.schema(), 2);
        Mink<Connection> one = node("one", mink -> mink.async(old.projection()));
        try (Together together = new Together()) {
            Future<Integer> writer = writer(together, one.store());
            one.projections().awaitCaughtUp("sums", 200, LONG);

            Mink<Connection> two = node("two", mink -> mink.async(now.projection()));
            Future<Integer> another = writer(together, two.store());
            Await.until(
                    "version 2 is read", () -> two.projections().status("sums").generation() > 0);
            assertThat(one.projections().status("sums").generation()).isEqualTo(1);
            long then = one.store().lastPosition();
            one.projections().awaitCaughtUp("sums", then + 100, LONG);
            two.projections().awaitCaughtUp("sums", then + 100, LONG);
            enough.set(true);
            assertThat(Together.result(writer) + Together.result(another)).isPositive();

            one.projections().awaitCaughtUp(LONG);
            two.projections().awaitCaughtUp(LONG);
            assertThat(database.number(old.differences())).isZero();
            assertThat(database.number(now.differences())).isZero();
            one.close();
            append(two, 1, 1000);
            two.projections().awaitCaughtUp(LONG);
            assertThat(database.number(now.differences())).isZero();
        }
    }

    @Test
    void poison_in_one_stream_of_a_hundred_parks_that_stream_and_nothing_else() throws Exception {
        AtomicBoolean fixed = new AtomicBoolean();
        Sums sums = new Sums(database.schema(), 1);
        Mink<Connection> mink =
                node("one", builder -> builder.async(sums.projection(number -> number < 0 && !fixed.get())));
        for (int round = 0; round < 5; round++) {
            for (int stream = 0; stream < 200; stream++) {
                append(mink, stream, stream % 100 == 7 && round == 1 ? -1 : round);
            }
        }
        mink.projections().awaitCaughtUp(LONG);

        assertThat(database.number(sums.differences())).isEqualTo(2);
        assertThat(mink.projections().deadLetters("sums").list(100))
                .hasSize(8)
                .extracting(DeadLetter::stream)
                .containsOnly(StreamId.of("Sum", "7"), StreamId.of("Sum", "107"));
        fixed.set(true);
        assertThat(mink.projections().deadLetters("sums").retryAll()).isEqualTo(8);
        append(mink, 7, 5);
        mink.projections().awaitCaughtUp(LONG);
        assertThat(database.number(sums.differences())).isZero();
    }

    /** How many events a stream has, and what they come to. */
    record Count(int events, long sum) {}

    @Test
    void a_view_in_partitions_is_kept_and_rebuilt_by_several_nodes_while_events_are_appended() throws Exception {
        View<Count> counts = View.of("counts", Count.class)
                .startWith(id -> new Count(0, 0))
                .on(Noted.class, (count, noted) -> new Count(count.events() + 1, count.sum() + noted.number()))
                .perStream()
                .build();
        AsyncOptions four = AsyncOptions.defaults().partitions(4);
        Mink<Connection> one = node("one", mink -> mink.async(counts, four));
        Mink<Connection> two = node("two", mink -> mink.async(counts, four));
        try (Together together = new Together()) {
            Future<Integer> writer = writer(together, one.store());
            Future<Integer> another = writer(together, two.store());
            Await.until(
                    "both nodes run some of it",
                    () -> one.projections().status("counts").nodes().size() == 2);
            assertThat(two.projections().rebuild("counts").await(LONG).outcome())
                    .isEqualTo(RebuildProgress.Outcome.DONE);
            enough.set(true);
            assertThat(Together.result(writer) + Together.result(another)).isPositive();
            one.projections().awaitCaughtUp(LONG);
        }
        ViewRepository<Count> kept = one.repository(counts);
        assertThat(kept.find(ViewQuery.all()).stream().mapToLong(Count::events).sum())
                .isEqualTo(database.count());
        for (int stream = 0; stream < 50; stream++) {
            List<Fact> facts = one.store()
                    .read(StreamId.of("Sum", Integer.toString(stream)))
                    .map(recorded -> (Fact) recorded.event())
                    .toList();
            long sum = facts.stream().mapToLong(fact -> ((Noted) fact).number()).sum();
            assertThat(kept.get(Integer.toString(stream)))
                    .isEqualTo(facts.isEmpty() ? Optional.empty() : Optional.of(new Count(facts.size(), sum)));
        }
    }

    @Test
    void poison_of_one_partition_is_parked_there_also_if_another_one_meets_it_at_the_switch() throws Exception {
        View<Count> counts = View.of("counts", Count.class)
                .startWith(id -> new Count(0, 0))
                .on(Noted.class, (count, noted) -> {
                    if (noted.number() < 0) {
                        throw new IllegalStateException("negative");
                    }
                    return new Count(count.events() + 1, count.sum() + noted.number());
                })
                .perStream()
                .build();
        AsyncOptions four = AsyncOptions.defaults().partitions(4).retries(2, Duration.ofMillis(30));
        Mink<Connection> mink = node("one", builder -> builder.async(counts, four));
        try (Together together = new Together()) {
            Future<Integer> writer = writer(together, mink.store());
            mink.projections().awaitCaughtUp("counts", 20, LONG);
            for (int stream = 100; stream < 120; stream++) {
                append(mink, stream, -1);
            }
            assertThat(mink.projections().rebuild("counts").await(LONG).outcome())
                    .isEqualTo(RebuildProgress.Outcome.DONE);
            enough.set(true);
            assertThat(Together.result(writer)).isPositive();
        }
        mink.projections().awaitCaughtUp(LONG);

        assertThat(mink.projections().deadLetters("counts").list(100)).hasSize(20);
        assertThat(mink.repository(counts).find(ViewQuery.all()).stream()
                        .mapToLong(Count::events)
                        .sum())
                .isEqualTo(database.count() - 20);
    }

    @Test
    void an_asynchronous_projection_is_rebuilt_by_several_nodes_while_events_are_appended() throws Exception {
        Sums sums = new Sums(database.schema(), 1);
        AsyncOptions four = AsyncOptions.defaults().partitions(4);
        Mink<Connection> one = node("one", mink -> mink.async(sums.projection(), four));
        node("two", mink -> mink.async(sums.projection(), four));
        try (Together together = new Together()) {
            Future<Integer> writer = writer(together, one.store());
            one.projections().awaitCaughtUp("sums", 200, LONG);
            one.projections().pause("sums");
            database.execute("update " + sums.table(1) + " set total = 0");
            one.projections().resume("sums");

            Rebuild rebuild = one.projections().rebuild("sums");
            assertThat(rebuild.await(LONG).outcome()).isEqualTo(Outcome.DONE);
            enough.set(true);
            assertThat(Together.result(writer)).isPositive();

            one.projections().awaitCaughtUp(LONG);
            assertThat(database.number(sums.differences())).isZero();
            Await.until(
                    "the old table is removed",
                    () -> database.number("select count(*) from pg_tables where schemaname = '" + database.schema()
                                    + "' and tablename = 'sums_1'")
                            == 0);
        }
    }

    @Test
    void an_inline_projection_is_rebuilt_while_events_are_appended_and_no_reader_sees_it_behind() throws Exception {
        Sums sums = new Sums(database.schema(), 1);
        Mink<Connection> mink = node("one", builder -> builder.inline(sums.projection()));
        try (Together together = new Together()) {
            Future<Integer> one = writer(together, mink.store());
            Future<Integer> two = writer(together, mink.store());
            Await.until("some is there", () -> mink.store().lastPosition() > 100);
            for (int round = 0; round < 3; round++) {
                Rebuild rebuild = mink.projections().rebuild("sums");
                while (rebuild.progress().outcome() == Outcome.RUNNING) {
                    assertThat(database.number(sums.differences())).isZero();
                }
                assertThat(rebuild.progress().outcome()).isEqualTo(Outcome.DONE);
            }
            assertThat(database.number(sums.differences())).isZero();
            enough.set(true);
            assertThat(Together.result(one) + Together.result(two)).isPositive();
        }
        assertThat(database.number(sums.differences())).isZero();
        assertThat(mink.projections().status("sums").generation()).isEqualTo(4);
    }

    @Test
    void a_paused_projection_works_on_nothing_while_another_node_appends() throws Exception {
        Sums sums = new Sums(database.schema(), 1);
        Mink<Connection> mink = node("one", builder -> builder.async(sums.projection()));
        append(mink, 1, 1);
        mink.projections().awaitCaughtUp(LONG);
        mink.projections().pause("sums");
        append(mink, 1, 1);
        assertThat(database.number(sums.differences())).isEqualTo(1);
        Await.until(
                "it is seen to be paused",
                () -> mink.projections().status("sums").state() == ProjectionState.PAUSED);
        mink.projections().resume("sums");
        mink.projections().awaitCaughtUp(LONG);
        assertThat(database.number(sums.differences())).isZero();
    }

    @Test
    void twenty_idle_projections_ask_less_than_five_times_a_second() throws Exception {
        Recorder recorder = new Recorder();
        Mink.Builder<Connection> builder = Mink.builder(
                        PostgresStorage.of(recorder.watch(database.pool(30)), database.options()))
                .events(Fact.TYPES);
        for (int i = 0; i < 20; i++) {
            builder.async(Projection.<Connection>named("p" + i)
                    .on(Noted.class, (noted, delivery) -> {})
                    .build());
        }
        Mink<Connection> mink = database.closing(builder.build().start());
        append(mink, 1, 1);
        mink.projections().awaitCaughtUp(LONG);
        List<Recorded> settling = recorder.take();
        assertThat(settling).isNotEmpty();

        long begin = System.nanoTime();
        Await.until("five seconds have passed", () -> System.nanoTime() - begin > 5_000_000_000L);

        assertThat(recorder.take()).hasSizeBetween(1, 24);
    }
}
