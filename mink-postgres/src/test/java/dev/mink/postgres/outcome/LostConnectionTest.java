package dev.mink.postgres.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mink.Append;
import dev.mink.AppendResult;
import dev.mink.EventData;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.Repository;
import dev.mink.StorageException;
import dev.mink.StorageException.Outcome;
import dev.mink.StreamId;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.Await;
import dev.mink.postgres.kit.Counter;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Jam;
import dev.mink.postgres.kit.Together;
import dev.mink.postgres.kit.Wire;
import dev.mink.postgres.kit.Wire.Cut;
import java.io.IOException;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that are cut during an append: it is unknown whether it happened, and it can be repeated. */
class LostConnectionTest {

    private static final StreamId ORDER = StreamId.of("Order", "marked");
    private static final String MARK = "marked";

    @RegisterExtension
    final Database database = new Database();

    private Wire wire;
    private EventStore<Connection> direct;

    @BeforeEach
    void connect() throws IOException {
        wire = database.closing(new Wire(database.url()));
        direct = database.store();
    }

    static Stream<Arguments> appends() {
        return Arrays.stream(Cut.values())
                .flatMap(cut -> Arrays.stream(Form.values())
                        .flatMap(form -> Stream.of(true, false).map(grouped -> Arguments.of(cut, form, grouped))));
    }

    @ParameterizedTest(name = "{0}, {1}, grouped: {2}")
    @MethodSource("appends")
    void an_append_that_is_repeated_after_a_cut_is_stored_once(Cut cut, Form form, boolean grouped) throws Exception {
        EventStore<Connection> store = throughTheWire(grouped);
        Append[] append = form.append(MARK);
        wire.cutOnce(cut, MARK);

        requireUnknown(() -> store.append(append));

        assertThat(wire.cuts()).isEqualTo(1);
        if (cut != Cut.WITH_REQUEST) {
            assertThat(stored()).hasSize(cut == Cut.BEFORE_ANSWER ? ids(append).size() : 0);
        }
        List<AppendResult> results = store.append(append);
        assertThat(stored()).containsExactlyInAnyOrderElementsOf(ids(append));
        if (cut != Cut.WITH_REQUEST) {
            assertThat(results).allMatch(result -> result.repeated() == (cut == Cut.BEFORE_ANSWER));
        }
        assertThat(results).extracting(AppendResult::version).containsExactlyElementsOf(versions(append));
        assertThat(store.append(append)).allMatch(AppendResult::repeated);
        assertThat(database.count()).isEqualTo(ids(append).size());
    }

    @ParameterizedTest
    @EnumSource
    void an_aggregate_that_is_saved_again_after_a_cut_is_stored_once(Cut cut) throws Exception {
        Repository<Counter> counters = throughTheWire(true).repository(Counter.TYPE);
        counters.create(MARK, Counter::count);
        Counter counter = counters.load(MARK);
        counter.count();
        counter.count();
        wire.cutOnce(cut, MARK);

        requireUnknown(() -> counters.save(counter));
        assertThat(counter.uncommitted()).hasSize(2);
        assertThat(counter.version()).isEqualTo(1);

        assertThat(counters.save(counter)).isEqualTo(3);
        assertThat(counter.uncommitted()).isEmpty();
        assertThat(database.count()).isEqualTo(3);
        counter.count();
        assertThat(counters.save(counter)).isEqualTo(4);
        assertThat(counters.load(MARK).counted()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void a_transaction_that_is_repeated_after_its_commit_was_cut_is_stored_once(Cut cut) throws Exception {
        EventStore<Connection> store = throughTheWire(true);
        List<EventData> first = Fact.noted(2);
        List<EventData> second = Fact.noted(1);
        ThrowingCallable work = () -> store.transact(connection -> {
            EventStore<Connection> within = store.within(connection);
            within.append(ORDER, ExpectedVersion.noStream(), first);
            return within.append(ORDER, ExpectedVersion.exactly(2), second);
        });
        wire.cutOnce(cut, "COMMIT");

        requireUnknown(work);
        assertThat(wire.cuts()).isEqualTo(1);
        if (cut != Cut.WITH_REQUEST) {
            assertThat(stored()).hasSize(cut == Cut.BEFORE_ANSWER ? 3 : 0);
        }

        assertThat(catchThrowable(work)).isNull();
        assertThat(stored()).hasSize(3);
        assertThat(direct.read(ORDER).map(event -> event.id()))
                .containsExactlyElementsOf(Stream.of(first, second)
                        .flatMap(List::stream)
                        .map(EventData::id)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void a_transaction_that_is_cut_before_its_commit_has_written_nothing(Cut cut) throws Exception {
        EventStore<Connection> store = throughTheWire(true);
        wire.cutOnce(cut, MARK);

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.transact(connection -> {
                    EventStore<Connection> within = store.within(connection);
                    within.append(StreamId.of("Order", "before"), ExpectedVersion.any(), Fact.noted(1));
                    return within.append(ORDER, ExpectedVersion.any(), Fact.noted(1));
                }))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOTHING_WRITTEN));
        assertThat(stored()).isEmpty();
    }

    @Test
    void an_append_that_is_repeated_while_the_lost_one_still_runs_is_stored_once() throws Exception {
        EventStore<Connection> store = throughTheWire(false);
        Append append = Append.of(ORDER, ExpectedVersion.noStream(), Fact.noted(2));

        try (Together threads = new Together();
                Connection blocking = database.dataSource().getConnection()) {
            blocking.setAutoCommit(false);
            direct.within(blocking).append(ORDER, ExpectedVersion.noStream(), Fact.noted(1));
            Future<List<AppendResult>> lost = threads.start(() -> store.append(append));
            Await.until("the append waits for the open transaction", () -> database.waitingForLocks() == 1);
            wire.cutAll();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> Together.result(lost))
                    .havingCause()
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN));

            Future<List<AppendResult>> repeated = threads.start(() -> store.append(append));
            Await.until("the repetition waits too", () -> database.waitingForLocks() == 2);
            blocking.rollback();

            assertThat(Together.result(repeated))
                    .extracting(AppendResult::version)
                    .containsExactly(2L);
            assertThat(stored()).containsExactlyInAnyOrderElementsOf(ids(append));
        }
    }

    @Test
    void callers_whose_appends_were_lost_together_store_each_once_by_repeating_it() throws Exception {
        Jam jam = new Jam();
        EventStore<Connection> store = Database.facts(database.storage(
                jam.watch(database.pool(10, config -> {
                    config.setDataSource(null);
                    config.setJdbcUrl(wire.url());
                })),
                options -> options.notifications(false)));
        List<Append[]> appends = IntStream.range(0, 30)
                .mapToObj(i -> Form.SEVERAL_EVENTS.append(i == 15 ? MARK : "n" + i))
                .toList();
        List<Callable<List<AppendResult>>> calls = appends.stream()
                .<Callable<List<AppendResult>>>map(append -> () -> store.append(append))
                .toList();
        wire.cutOnce(Cut.BEFORE_ANSWER, MARK);

        List<Together.Outcome<List<AppendResult>>> outcomes = jam.run(store, calls);

        assertThat(outcomes)
                .filteredOn(outcome -> !outcome.succeeded())
                .hasSizeGreaterThan(1)
                .allSatisfy(outcome -> assertThat(outcome.failure())
                        .isInstanceOfSatisfying(
                                StorageException.class,
                                e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN)));
        for (Append[] append : appends) {
            assertThat(store.append(append)).allMatch(AppendResult::repeated);
            assertThat(direct.read(append[0].stream())).hasSize(4);
        }
    }

    @Test
    void a_read_that_is_cut_has_written_nothing_and_can_be_repeated() throws Exception {
        EventStore<Connection> store = throughTheWire(true);
        direct.append(ORDER, ExpectedVersion.any(), Fact.noted(3));
        wire.cutOnce(Cut.BEFORE_ANSWER, MARK);

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.read(ORDER).toList())
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOTHING_WRITTEN));
        assertThat(store.read(ORDER)).hasSize(3);
    }

    private EventStore<Connection> throughTheWire(boolean grouped) {
        PostgresStorage storage = PostgresStorage.connect(
                wire.url(), database.options().groupAppends(grouped).connections(0, 3));
        return Database.facts(database.closing(storage));
    }

    private static void requireUnknown(ThrowingCallable action) {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(action)
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN))
                .withMessageContaining("the connection was lost")
                .withMessageContaining("may or may not have happened")
                .withMessageContaining("same event ids");
    }

    /** The ids of all events that are there; waits for statements whose client is gone. */
    private List<UUID> stored() throws Exception {
        database.awaitIdle();
        return database.texts("select event_id from " + database.events()).stream()
                .map(UUID::fromString)
                .toList();
    }

    private static List<UUID> ids(Append... appends) {
        return Arrays.stream(appends)
                .flatMap(append -> append.events().stream())
                .map(event -> ((EventData) event).id())
                .toList();
    }

    private static List<Long> versions(Append... appends) {
        return Arrays.stream(appends)
                .map(append -> (long) append.events().size())
                .toList();
    }
}
