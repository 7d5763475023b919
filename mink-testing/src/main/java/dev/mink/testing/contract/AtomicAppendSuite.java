package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.AppendResult;
import dev.mink.ConcurrencyException;
import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StreamAppend;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Appends to several streams at once. */
abstract class AtomicAppendSuite<T> extends Suite<T> {

    private static final StreamId A = StreamId.of("Account", "a");
    private static final StreamId B = StreamId.of("Account", "b");
    private static final StreamId C = StreamId.of("Account", "c");

    @Test
    void several_streams_are_written_by_one_append() {
        NewEvent[] toB = Events.many(2);
        NewEvent[] toA = Events.many(3);
        storage.append(request(to(B, toB), to(A, toA)));

        assertThat(ids(read(B))).isEqualTo(ids(toB));
        assertThat(ids(read(A))).isEqualTo(ids(toA));
    }

    @Test
    void there_is_one_result_for_each_stream_in_the_order_of_the_request() {
        append(A, 4);
        List<AppendResult> results =
                storage.append(request(to(C, Events.one()), to(A, Events.many(2)), to(B, Events.one())));

        assertThat(results)
                .containsExactly(
                        new AppendResult(C, 1, lastPositionOf(C), false),
                        new AppendResult(A, 6, lastPositionOf(A), false),
                        new AppendResult(B, 1, lastPositionOf(B), false));
    }

    @Test
    void positions_follow_the_order_of_the_request() {
        NewEvent[] toC = Events.many(2);
        NewEvent[] toA = Events.many(2);
        NewEvent[] toB = Events.many(2);
        storage.append(request(to(C, toC), to(A, toA), to(B, toB)));

        assertThat(feed()).extracting(StoredEvent::stream).containsExactly(C, C, A, A, B, B);
        assertThat(ids(feed()))
                .containsExactly(toC[0].id(), toC[1].id(), toA[0].id(), toA[1].id(), toB[0].id(), toB[1].id());
    }

    @Test
    void each_stream_may_be_expected_at_something_else() {
        append(A, 2);
        append(B, 1);
        storage.append(request(
                to(A, ExpectedVersion.exactly(2), Events.one()),
                to(B, ExpectedVersion.exists(), Events.one()),
                to(C, ExpectedVersion.noStream(), Events.one())));

        assertThat(versions(read(A))).containsExactly(1L, 2L, 3L);
        assertThat(versions(read(B))).containsExactly(1L, 2L);
        assertThat(versions(read(C))).containsExactly(1L);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void one_conflicting_stream_keeps_all_from_being_written(int conflicting) {
        List<StreamId> streams = List.of(A, B, C);
        append(streams.get(conflicting), 2);
        List<StoredEvent> before = feed();
        StreamAppend[] appends = streams.stream()
                .map(stream -> to(stream, ExpectedVersion.noStream(), Events.many(2)))
                .toArray(StreamAppend[]::new);

        assertThatExceptionOfType(ConcurrencyException.class)
                .isThrownBy(() -> storage.append(request(appends)))
                .satisfies(refusal -> {
                    assertThat(refusal.stream()).isEqualTo(streams.get(conflicting));
                    assertThat(refusal.expected()).isEqualTo(ExpectedVersion.noStream());
                    assertThat(refusal.actual()).isEqualTo(2);
                });
        assertThat(feed()).isEqualTo(before).hasSize(2);
        assertThat(storage.streams("", "", ALL)).hasSize(1);
    }

    @Test
    void a_refused_append_leaves_existing_streams_as_they_were() {
        append(A, 1);
        append(B, 1);
        assertThatExceptionOfType(ConcurrencyException.class)
                .isThrownBy(() -> storage.append(request(
                        to(A, ExpectedVersion.exactly(1), Events.one()),
                        to(B, ExpectedVersion.exactly(7), Events.one()))));

        assertThat(append(A, ExpectedVersion.exactly(1), Events.one()).version())
                .isEqualTo(2);
        assertThat(append(B, ExpectedVersion.exactly(1), Events.one()).version())
                .isEqualTo(2);
    }

    @Test
    void hundreds_of_streams_are_written_by_one_append() {
        List<StreamAppend> appends = IntStream.range(0, 300)
                .mapToObj(i -> to(StreamId.of("Account", "n" + i), ExpectedVersion.noStream(), Events.many(3)))
                .toList();
        List<AppendResult> results = storage.append(new AppendRequest(appends));

        assertThat(results)
                .hasSize(300)
                .allSatisfy(result -> assertThat(result.version()).isEqualTo(3));
        assertThat(feed())
                .extracting(StoredEvent::id)
                .isEqualTo(appends.stream()
                        .flatMap(append -> append.events().stream())
                        .map(NewEvent::id)
                        .toList());
    }

    private long lastPositionOf(StreamId stream) {
        List<StoredEvent> events = read(stream);
        assertThat(events).isNotEmpty();
        return events.get(events.size() - 1).position();
    }
}
