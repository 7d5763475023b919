package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.AppendResult;
import dev.mink.ConcurrencyException;
import dev.mink.DuplicateEventIdException;
import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StoredEvent;
import dev.mink.testing.contract.Threads.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads at once. */
abstract class ConcurrencySuite<T> extends Suite<T> {

    private static final int THREADS = 8;
    private static final StreamId HOT = StreamId.of("Account", "hot");
    private static final StreamId OTHER = StreamId.of("Account", "other");

    private final Threads threads = new Threads();

    @AfterEach
    void endThreads() {
        threads.close();
    }

    @Test
    void of_appends_that_expect_the_same_version_exactly_one_wins() throws Exception {
        for (int round = 0; round < 10; round++) {
            ExpectedVersion expected = ExpectedVersion.exactly(round);
            List<Outcome<AppendResult>> outcomes =
                    threads.together(THREADS, i -> () -> append(HOT, expected, Events.one()));

            assertOneWinner(outcomes, expected, round + 1L);
        }
        assertThat(versions(read(HOT))).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(feed()).hasSize(10);
    }

    @Test
    void of_appends_to_several_streams_that_expect_the_same_exactly_one_wins() throws Exception {
        for (int round = 0; round < 5; round++) {
            ExpectedVersion expected = ExpectedVersion.exactly(round);
            List<Outcome<AppendResult>> outcomes = threads.together(
                    THREADS,
                    i -> () -> storage.append(
                                    request(to(HOT, expected, Events.one()), to(OTHER, expected, Events.one())))
                            .get(0));

            assertOneWinner(outcomes, expected, round + 1L);
        }
        assertThat(versions(read(HOT))).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(versions(read(OTHER))).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void of_transactions_that_expect_the_same_version_exactly_one_wins() throws Exception {
        ExpectedVersion expected = ExpectedVersion.noStream();
        List<Outcome<AppendResult>> outcomes = threads.together(
                THREADS,
                i -> () -> storage.transact(transaction -> {
                    append(
                            storage.within(transaction),
                            StreamId.of("Own", "n" + i),
                            ExpectedVersion.noStream(),
                            Events.one());
                    return append(storage.within(transaction), HOT, expected, Events.one());
                }));

        assertOneWinner(outcomes, expected, 1);
        assertThat(feed()).hasSize(2);
    }

    @Test
    void appends_that_expect_nothing_of_one_stream_all_succeed() throws Exception {
        List<Outcome<List<AppendResult>>> outcomes = threads.together(THREADS, i -> () -> {
            List<AppendResult> results = new ArrayList<>();
            for (int n = 0; n < 25; n++) {
                results.add(append(HOT, 1 + (i + n) % 3));
            }
            return results;
        });
        List<AppendResult> results = succeeded(outcomes).stream()
                .flatMap(List::stream)
                .sorted((a, b) -> Long.compare(a.version(), b.version()))
                .toList();

        List<StoredEvent> stored = read(HOT);
        assertThat(results).hasSize(THREADS * 25);
        assertThat(versions(stored))
                .isEqualTo(LongStream.rangeClosed(1, stored.size()).boxed().toList());
        assertThat(positions(stored)).doesNotHaveDuplicates().isSorted();
        assertThat(results)
                .allSatisfy(result -> assertThat(
                                stored.get((int) result.version() - 1).position())
                        .isEqualTo(result.position()));
        assertThat(results)
                .extracting(AppendResult::version)
                .doesNotHaveDuplicates()
                .endsWith((long) stored.size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_append_that_is_sent_many_times_at_once_is_done_once(boolean newStream) throws Exception {
        ExpectedVersion expected = newStream ? ExpectedVersion.noStream() : ExpectedVersion.any();
        for (int round = 0; round < 5; round++) {
            StreamId stream = StreamId.of("Payment", "n" + round);
            NewEvent[] events = Events.many(2);
            List<AppendResult> results =
                    succeeded(threads.together(THREADS, i -> () -> append(stream, expected, events)));

            assertThat(ids(read(stream))).isEqualTo(ids(events));
            long position = read(stream).get(1).position();
            assertThat(results).filteredOn(result -> !result.repeated()).hasSize(1);
            assertThat(results).allSatisfy(result -> {
                assertThat(result.version()).isEqualTo(2);
                assertThat(result.position()).isEqualTo(position);
            });
        }
    }

    @Test
    void an_event_id_that_is_used_for_many_streams_at_once_is_stored_in_one() throws Exception {
        for (int round = 0; round < 5; round++) {
            NewEvent event = Events.one();
            String id = "-" + round;
            List<Outcome<AppendResult>> outcomes = threads.together(
                    THREADS, i -> () -> append(StreamId.of("Payment", i + id), ExpectedVersion.any(), event));

            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.failure() == null)
                    .hasSize(1);
            assertThat(outcomes)
                    .extracting(Outcome::failure)
                    .filteredOn(Objects::nonNull)
                    .hasSize(THREADS - 1)
                    .hasOnlyElementsOfType(DuplicateEventIdException.class);
            assertThat(ids(feed())).hasSize(round + 1).contains(event.id());
        }
    }

    @Test
    void appends_to_the_same_streams_in_different_orders_do_not_lock_each_other_out() throws Exception {
        succeeded(threads.together(THREADS, i -> () -> {
            for (int n = 0; n < 5; n++) {
                AppendRequest request = i % 2 == 0
                        ? request(to(HOT, Events.one()), to(OTHER, Events.one()))
                        : request(to(OTHER, Events.one()), to(HOT, Events.one()));
                assertThat(storage.append(request)).hasSize(2);
            }
            return i;
        }));

        List<Long> dense = LongStream.rangeClosed(1, THREADS * 5).boxed().toList();
        assertThat(versions(read(HOT))).isEqualTo(dense);
        assertThat(versions(read(OTHER))).isEqualTo(dense);
    }

    private static void assertOneWinner(
            List<Outcome<AppendResult>> outcomes, ExpectedVersion expected, long winningVersion) {
        assertThat(outcomes)
                .extracting(Outcome::result)
                .filteredOn(Objects::nonNull)
                .singleElement()
                .satisfies(result -> assertThat(result.version()).isEqualTo(winningVersion));
        assertThat(outcomes)
                .extracting(Outcome::failure)
                .filteredOn(Objects::nonNull)
                .hasSize(THREADS - 1)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(ConcurrencyException.class, refusal -> {
                            assertThat(refusal.expected()).isEqualTo(expected);
                            assertThat(refusal.actual()).isEqualTo(winningVersion);
                        }));
    }

    private static <R> List<R> succeeded(List<Outcome<R>> outcomes) {
        assertThat(outcomes).extracting(Outcome::failure).containsOnlyNulls();
        return outcomes.stream().map(Outcome::result).toList();
    }
}
