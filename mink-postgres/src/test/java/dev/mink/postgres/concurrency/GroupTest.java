package dev.mink.postgres.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.AppendResult;
import dev.mink.ConcurrencyException;
import dev.mink.DuplicateEventIdException;
import dev.mink.EventData;
import dev.mink.EventStore;
import dev.mink.EventTooLargeException;
import dev.mink.ExpectedVersion;
import dev.mink.StorageException;
import dev.mink.StreamId;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.BrokenJson;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Jam;
import dev.mink.postgres.kit.Recorder;
import dev.mink.postgres.kit.Together.Outcome;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Appends that share a statement have outcomes of their own. */
class GroupTest {

    private static final StreamId OLD = StreamId.of("Order", "old");
    private static final int MANY = 30;

    @RegisterExtension
    final Database database = new Database();

    private final Recorder recorder = new Recorder();
    private final Jam jam = new Jam();
    private EventStore<Connection> store;

    @BeforeEach
    void start() {
        PostgresStorage storage =
                database.storage(jam.watch(recorder.watch(database.pool(20))), options -> options.notifications(false));
        store = EventStore.builder(storage)
                .events(Fact.TYPES)
                .codec(new BrokenJson())
                .maxEventBytes(1000)
                .build();
    }

    @Test
    void appends_that_wait_at_the_same_time_share_statements() throws Exception {
        List<Outcome<AppendResult>> outcomes = jam.run(
                store,
                IntStream.range(0, MANY)
                        .<Callable<AppendResult>>mapToObj(
                                i -> () -> append(i, ExpectedVersion.noStream(), new Fact.Noted(i)))
                        .toList());

        assertThat(outcomes).allMatch(Outcome::succeeded);
        assertThat(recorder.take())
                .filteredOn(statement -> statement.sql().contains("insert into"))
                .hasSizeLessThan(MANY);
        for (int i = 0; i < MANY; i++) {
            assertThat(events(i)).containsExactly(new Fact.Noted(i));
        }
    }

    @Test
    void one_with_a_stale_version_is_refused_and_its_neighbours_succeed() throws Exception {
        store.append(OLD, ExpectedVersion.noStream(), Fact.noted(3));

        List<Outcome<AppendResult>> outcomes =
                among(() -> store.append(OLD, ExpectedVersion.exactly(2), Fact.noted(1)));

        assertThat(failure(outcomes)).isInstanceOfSatisfying(ConcurrencyException.class, e -> {
            assertThat(e.stream()).isEqualTo(OLD);
            assertThat(e.actual()).isEqualTo(3);
        });
        requireNeighbours(outcomes);
        assertThat(store.read(OLD)).hasSize(3);
    }

    @Test
    void one_that_is_repeated_gets_its_first_result_and_its_neighbours_succeed() throws Exception {
        List<EventData> events = Fact.noted(3);
        AppendResult first = store.append(OLD, ExpectedVersion.noStream(), events);

        List<Outcome<AppendResult>> outcomes = among(() -> store.append(OLD, ExpectedVersion.noStream(), events));

        AppendResult repeated = outcomes.get(MANY / 2).get();
        assertThat(repeated.position()).isEqualTo(first.position());
        assertThat(repeated.version()).isEqualTo(first.version());
        requireNeighbours(outcomes);
        assertThat(store.read(OLD)).hasSize(3);
    }

    @Test
    void one_whose_id_is_used_elsewhere_is_refused_and_its_neighbours_succeed() throws Exception {
        List<EventData> events = Fact.noted(1);
        store.append(OLD, ExpectedVersion.noStream(), events);
        StreamId other = StreamId.of("Order", "other");

        List<Outcome<AppendResult>> outcomes = among(() -> store.append(other, ExpectedVersion.noStream(), events));

        assertThat(failure(outcomes))
                .isInstanceOfSatisfying(
                        DuplicateEventIdException.class,
                        e -> assertThat(e.eventId()).isEqualTo(events.get(0).id()));
        requireNeighbours(outcomes);
        assertThat(store.read(other)).isEmpty();
    }

    @Test
    void one_with_broken_json_is_refused_and_its_neighbours_succeed() throws Exception {
        List<Outcome<AppendResult>> outcomes =
                among(() -> store.append(OLD, ExpectedVersion.any(), List.of(new Fact.Told("{\"text\": "))));

        assertThat(failure(outcomes)).isInstanceOfSatisfying(StorageException.class, e -> {
            assertThat(e.outcome()).isEqualTo(StorageException.Outcome.NOTHING_WRITTEN);
            assertThat(e).hasMessageContaining("JSON").hasMessageContaining("codec");
        });
        requireNeighbours(outcomes);
        assertThat(store.read(OLD)).isEmpty();
    }

    @Test
    void one_whose_json_is_no_utf8_is_refused_and_its_neighbours_succeed() throws Exception {
        List<Outcome<AppendResult>> outcomes =
                among(() -> store.append(OLD, ExpectedVersion.any(), List.of(new Fact.Told(BrokenJson.NO_UTF8))));

        assertThat(failure(outcomes)).isInstanceOf(StorageException.class).hasMessageContaining("UTF-8");
        requireNeighbours(outcomes);
        assertThat(store.read(OLD)).isEmpty();
    }

    @Test
    void one_that_is_too_large_is_refused_and_its_neighbours_succeed() throws Exception {
        String large = "\"" + "x".repeat(2000) + "\"";

        List<Outcome<AppendResult>> outcomes =
                among(() -> store.append(OLD, ExpectedVersion.any(), List.of(new Fact.Told(large))));

        assertThat(failure(outcomes)).isInstanceOf(EventTooLargeException.class);
        requireNeighbours(outcomes);
        assertThat(store.read(OLD)).isEmpty();
    }

    @Test
    void many_bad_ones_among_good_ones_have_outcomes_of_their_own() throws Exception {
        store.append(OLD, ExpectedVersion.noStream(), Fact.noted(1));
        List<Callable<AppendResult>> calls = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            int n = i;
            calls.add(
                    switch (i % 5) {
                        case 0 -> () -> append(n, ExpectedVersion.noStream(), new Fact.Noted(n));
                        case 1 -> () -> append(n, ExpectedVersion.exists(), new Fact.Noted(n));
                        case 2 -> () -> append(n, ExpectedVersion.any(), new Fact.Told("no json"));
                        case 3 -> () -> append(n, ExpectedVersion.exactly(n), new Fact.Noted(n));
                        default -> () -> store.append(OLD, ExpectedVersion.any(), List.of(new Fact.Noted(n)));
                    });
        }

        List<Outcome<AppendResult>> outcomes = jam.run(store, calls);

        for (int i = 0; i < MANY; i++) {
            Throwable failure = outcomes.get(i).failure();
            switch (i % 5) {
                case 0, 4 -> assertThat(failure).isNull();
                case 2 -> assertThat(failure).isInstanceOf(StorageException.class);
                default -> assertThat(failure).isInstanceOf(ConcurrencyException.class);
            }
            assertThat(events(i)).hasSize(i % 5 == 0 ? 1 : 0);
        }
        assertThat(store.read(OLD).map(event -> event.version()))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 1 + MANY / 5)
                        .mapToObj(Long::valueOf)
                        .toList());
    }

    /** Runs one append in the middle of many good ones. */
    private List<Outcome<AppendResult>> among(Callable<AppendResult> one) throws Exception {
        List<Callable<AppendResult>> calls = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            int n = i;
            calls.add(i == MANY / 2 ? one : () -> append(n, ExpectedVersion.noStream(), new Fact.Noted(n)));
        }
        return jam.run(store, calls);
    }

    private static Throwable failure(List<Outcome<AppendResult>> outcomes) {
        return outcomes.get(MANY / 2).failure();
    }

    private void requireNeighbours(List<Outcome<AppendResult>> outcomes) {
        for (int i = 0; i < MANY; i++) {
            if (i != MANY / 2) {
                assertThat(outcomes.get(i).get().version()).isEqualTo(1);
                assertThat(events(i)).containsExactly(new Fact.Noted(i));
            }
        }
    }

    private AppendResult append(int n, ExpectedVersion expected, Fact fact) {
        return store.append(stream(n), expected, List.of(fact));
    }

    private List<Object> events(int n) {
        return store.read(stream(n)).map(event -> event.event()).toList();
    }

    private static StreamId stream(int n) {
        return StreamId.of("Order", "n" + n);
    }
}
