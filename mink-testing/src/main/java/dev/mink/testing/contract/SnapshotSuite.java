package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.StreamQuery;
import dev.mink.schema.Payload;
import dev.mink.spi.Retention;
import dev.mink.spi.SnapshotStore;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StoredSnapshot;
import dev.mink.spi.StreamTail;
import dev.mink.testing.contract.Threads.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Snapshots: only of what is committed, read together with the events behind them, and kept as long as asked. */
abstract class SnapshotSuite<T> extends Suite<T> {

    private static final StreamId STREAM = StreamId.of("Order", "a");
    private static final String SCHEMA = "1-abcd";
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123456Z");
    private static final Retention EVERY = new Retention(Integer.MAX_VALUE, null);
    private static final Retention LAST = new Retention(1, null);

    private SnapshotStore snapshots;

    @SuppressWarnings("NullAway.Init")
    SnapshotSuite() {}

    abstract boolean keepsSnapshots();

    @BeforeEach
    void find() {
        assumeTrue(keepsSnapshots(), "this storage does not keep snapshots, as its contract says");
        snapshots = storage.snapshots().orElseThrow(() -> new AssertionError("there is no snapshot store"));
    }

    private static Payload state(long version) {
        return Events.json("{ \"version\" : " + version + ", \"text\":\"Ä 😀\" }");
    }

    /** What would be a snapshot of a stream after a version, if the last event is there. */
    private static StoredSnapshot snapshot(StreamId stream, long version, UUID lastEvent) {
        return new StoredSnapshot(stream, version, lastEvent, SCHEMA, "State", state(version), AT.plusSeconds(version));
    }

    private StoredSnapshot snapshot(StreamId stream, long version) {
        return snapshot(stream, version, read(stream).get((int) version - 1).id());
    }

    private StoredSnapshot snapshot(long version) {
        return snapshot(STREAM, version);
    }

    private static StoredSnapshot withSchema(StoredSnapshot snapshot, String schema) {
        return new StoredSnapshot(
                snapshot.stream(),
                snapshot.version(),
                snapshot.lastEvent(),
                schema,
                snapshot.type(),
                snapshot.payload(),
                snapshot.takenAt());
    }

    private static StoredSnapshot with(StoredSnapshot snapshot, Payload payload) {
        return new StoredSnapshot(
                snapshot.stream(),
                snapshot.version(),
                snapshot.lastEvent(),
                snapshot.schema(),
                snapshot.type(),
                payload,
                snapshot.takenAt());
    }

    private void write(StoredSnapshot... all) {
        for (StoredSnapshot each : all) {
            assertThat(snapshots.write(each, EVERY)).isTrue();
        }
    }

    private StreamTail tail() {
        return tail(STREAM);
    }

    private StreamTail tail(StreamId stream) {
        return storage.readTail(StreamQuery.of(stream), SCHEMA);
    }

    private List<Long> kept() {
        return snapshots.find(STREAM).stream().map(StoredSnapshot::version).toList();
    }

    @Test
    void a_snapshot_comes_back_as_it_was_with_the_events_behind_it() {
        append(STREAM, 5);
        write(snapshot(3));

        List<StoredEvent> all = read(STREAM);
        assertThat(tail()).isEqualTo(new StreamTail(snapshot(3), all.subList(3, 5)));
    }

    @Test
    void a_snapshot_of_the_last_event_leaves_no_events() {
        append(STREAM, 5);
        write(snapshot(5));

        assertThat(tail()).isEqualTo(new StreamTail(snapshot(5), List.of()));
    }

    @Test
    void without_a_snapshot_all_events_come() {
        append(STREAM, 5);
        append(StreamId.of("Order", "b"), 5);
        write(snapshot(StreamId.of("Order", "b"), 5));

        assertThat(tail()).isEqualTo(new StreamTail(null, read(STREAM)));
        StreamTail none = tail(StreamId.of("Order", "c"));
        assertThat(none).isEqualTo(new StreamTail(null, List.of()));
        assertThat(tail(StreamId.of("Order", "b")).snapshot()).isNotNull();
    }

    @Test
    void the_newest_snapshot_comes() {
        append(STREAM, 12);
        write(snapshot(2), snapshot(11), snapshot(9));

        assertThat(tail().snapshot()).isEqualTo(snapshot(11));
        assertThat(versions(tail().events())).containsExactly(12L);
    }

    @Test
    void a_snapshot_of_another_schema_does_not_come() {
        append(STREAM, 5);
        write(withSchema(snapshot(5), "2-abcd"));

        assertThat(tail()).isEqualTo(new StreamTail(null, read(STREAM)));
        assertThat(storage.readTail(StreamQuery.of(STREAM), "2-abcd").events()).isEmpty();
    }

    @Test
    void a_part_of_a_stream_comes_from_the_newest_snapshot_within_it() {
        append(STREAM, 8);
        write(snapshot(3), snapshot(5));

        StreamTail through = storage.readTail(StreamQuery.of(STREAM).through(4), SCHEMA);
        assertThat(through).isEqualTo(new StreamTail(snapshot(3), read(STREAM).subList(3, 4)));
        StreamTail limited = storage.readTail(StreamQuery.of(STREAM).limit(2), SCHEMA);
        assertThat(limited).isEqualTo(new StreamTail(snapshot(5), read(STREAM).subList(5, 7)));
        StreamTail before = storage.readTail(StreamQuery.of(STREAM).through(2), SCHEMA);
        assertThat(before).isEqualTo(new StreamTail(null, read(STREAM).subList(0, 2)));
        StreamTail exactly = storage.readTail(StreamQuery.of(STREAM).through(5), SCHEMA);
        assertThat(exactly).isEqualTo(new StreamTail(snapshot(5), List.of()));
        StreamTail from = storage.readTail(StreamQuery.of(STREAM).from(7), SCHEMA);
        assertThat(from).isEqualTo(new StreamTail(snapshot(5), read(STREAM).subList(6, 8)));
    }

    @Test
    void a_snapshot_whose_last_event_is_not_in_its_stream_is_not_stored() {
        append(STREAM, 3);
        append(StreamId.of("Order", "b"), 5);
        write(snapshot(2));

        UUID other = read(StreamId.of("Order", "b")).get(2).id();
        for (StoredSnapshot lie : List.of(
                snapshot(STREAM, 4, UUID.randomUUID()),
                snapshot(STREAM, 3, UUID.randomUUID()),
                snapshot(STREAM, 3, other),
                snapshot(STREAM, 3, snapshot(2).lastEvent()),
                withSchema(snapshot(STREAM, 4, UUID.randomUUID()), "2"))) {
            assertThat(snapshots.write(lie, LAST)).as("%s", lie).isFalse();
        }
        assertThat(snapshots.find(STREAM)).containsExactly(snapshot(2));
    }

    @Test
    void a_snapshot_of_what_is_not_committed_yet_is_not_stored() {
        append(STREAM, 2);
        storage.transact(transaction -> {
            append(storage.within(transaction), STREAM, ExpectedVersion.any(), Events.many(2));
            List<StoredEvent> seen = storage.within(transaction).readStream(StreamQuery.of(STREAM));
            StoredSnapshot early = snapshot(STREAM, 4, seen.get(3).id());
            assertThat(snapshots.write(early, LAST)).isFalse();
            return transaction;
        });

        assertThat(snapshots.find(STREAM)).isEmpty();
        assertThat(snapshots.write(snapshot(4), LAST)).isTrue();
    }

    @Test
    void a_snapshot_of_what_rolls_back_is_not_stored_by_another_thread_either() throws Exception {
        append(STREAM, 2);
        try (Threads threads = new Threads()) {
            List<Future<Boolean>> writing = new ArrayList<>();
            assertThatThrownBy(() -> storage.transact(transaction -> {
                        append(storage.within(transaction), STREAM, ExpectedVersion.any(), Events.many(2));
                        List<StoredEvent> seen = storage.within(transaction).readStream(StreamQuery.of(STREAM));
                        StoredSnapshot early = snapshot(STREAM, 4, seen.get(3).id());
                        writing.add(threads.start(() -> snapshots.write(early, LAST)));
                        var unused = Threads.soon(writing.get(0));
                        throw new IllegalStateException("rolled back");
                    }))
                    .hasMessage("rolled back");

            assertThat(Threads.eventually(writing.get(0))).isFalse();
        }
        append(STREAM, 2);
        assertThat(snapshots.find(STREAM)).isEmpty();
        assertThat(tail()).isEqualTo(new StreamTail(null, read(STREAM)));
    }

    @Test
    void a_transaction_reads_from_a_snapshot_and_sees_its_own_events_behind_it() {
        append(STREAM, 3);
        write(snapshot(2));

        storage.transact(transaction -> {
            append(storage.within(transaction), STREAM, ExpectedVersion.any(), Events.many(2));
            StreamTail seen = storage.within(transaction).readTail(StreamQuery.of(STREAM), SCHEMA);
            assertThat(seen.snapshot()).isEqualTo(snapshot(STREAM, 2));
            assertThat(versions(seen.events())).containsExactly(3L, 4L, 5L);
            return transaction;
        });
    }

    @Test
    void a_snapshot_takes_the_place_of_one_of_the_same_version() {
        append(STREAM, 5);
        write(snapshot(4));
        write(with(snapshot(4), Events.json("[]")));

        assertThat(snapshots.find(STREAM)).containsExactly(with(snapshot(4), Events.json("[]")));
    }

    @Test
    void as_many_of_the_newest_are_kept_as_asked() {
        append(STREAM, 12);
        write(snapshot(2), snapshot(4), snapshot(9), snapshot(10));
        assertThat(kept()).containsExactly(10L, 9L, 4L, 2L);

        assertThat(snapshots.write(snapshot(11), new Retention(3, null))).isTrue();
        assertThat(kept()).containsExactly(11L, 10L, 9L);

        assertThat(snapshots.write(snapshot(12), LAST)).isTrue();
        assertThat(kept()).containsExactly(12L);

        assertThat(snapshots.write(snapshot(3), LAST)).isTrue();
        assertThat(kept()).containsExactly(12L);
    }

    @Test
    void those_that_are_recent_enough_are_kept_besides() {
        append(STREAM, 12);
        write(snapshot(2), snapshot(4), snapshot(6), snapshot(8));

        assertThat(snapshots.write(snapshot(9), new Retention(1, snapshot(6).takenAt())))
                .isTrue();
        assertThat(kept()).containsExactly(9L, 8L, 6L);

        assertThat(snapshots.write(snapshot(10), new Retention(2, snapshot(12).takenAt())))
                .isTrue();
        assertThat(kept()).containsExactly(10L, 9L);
    }

    @Test
    void those_of_other_schemas_are_replaced_and_those_of_other_streams_are_not() {
        StreamId other = StreamId.of("Order", "A");
        append(STREAM, 3);
        append(other, 3);
        write(withSchema(snapshot(3), "0"), snapshot(other, 2));

        assertThat(snapshots.write(snapshot(2), LAST)).isTrue();

        assertThat(snapshots.find(STREAM)).containsExactly(snapshot(2));
        assertThat(snapshots.find(other)).containsExactly(snapshot(other, 2));
    }

    @Test
    void payloads_may_be_of_any_kind() {
        append(STREAM, 3);
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        StoredSnapshot binary = with(snapshot(2), Payload.binary(bytes));
        StoredSnapshot large = with(snapshot(3), Events.json("\"" + "x".repeat(3_000_000) + "\""));
        write(binary, large);

        assertThat(snapshots.find(STREAM)).containsExactly(large, binary);
        assertThat(storage.readTail(StreamQuery.of(STREAM).through(2), SCHEMA).snapshot())
                .isEqualTo(binary);
        assertThat(tail().snapshot()).isEqualTo(large);
    }

    @Test
    void streams_with_snapshots_are_listed_by_category_and_page_by_page() {
        List<StreamId> orders = List.of(
                StreamId.of("Order", "B"),
                StreamId.of("Order", "a"),
                StreamId.of("Order", "a-b"),
                StreamId.of("Order", "\uffee"),
                StreamId.of("Order", "\ud83d\ude00"));
        for (StreamId stream : List.of(orders.get(3), orders.get(1), orders.get(4), orders.get(0), orders.get(2))) {
            append(stream, 2);
            write(snapshot(stream, 1), snapshot(stream, 2));
        }
        for (StreamId stream : List.of(StreamId.of("Orders", "a"), StreamId.of("Orde", "a"))) {
            append(stream, 1);
            write(snapshot(stream, 1));
        }
        append(StreamId.of("Order", "none"), 1);

        assertThat(snapshots.streams("Order", "", 10)).isEqualTo(orders);
        assertThat(snapshots.streams("Order", "", 2)).isEqualTo(orders.subList(0, 2));
        assertThat(snapshots.streams("Order", orders.get(1).toString(), 2)).isEqualTo(orders.subList(2, 4));
        assertThat(snapshots.streams("Order", orders.get(4).toString(), 2)).isEmpty();
    }

    @Test
    void snapshots_are_deleted_by_stream_and_by_category() {
        StreamId other = StreamId.of("Order", "b");
        StreamId elsewhere = StreamId.of("Orders", "a");
        for (StreamId stream : List.of(STREAM, other, elsewhere)) {
            append(stream, 3);
            write(snapshot(stream, 2), snapshot(stream, 3));
        }

        assertThat(snapshots.delete(STREAM)).isEqualTo(2);
        assertThat(snapshots.delete(STREAM)).isZero();
        assertThat(tail().events()).hasSize(3);
        assertThat(snapshots.deleteAll("Order")).isEqualTo(2);
        assertThat(snapshots.find(other)).isEmpty();
        assertThat(snapshots.find(elsewhere)).hasSize(2);
    }

    @Test
    void many_may_write_and_read_at_once() throws Exception {
        append(STREAM, 40);
        List<StoredEvent> all = read(STREAM);
        try (Threads threads = new Threads()) {
            List<Outcome<Integer>> outcomes = threads.together(8, thread -> () -> {
                for (int i = 0; i < 20; i++) {
                    int version = 1 + (thread * 7 + i * 3) % 40;
                    StoredSnapshot mine =
                            snapshot(STREAM, version, all.get(version - 1).id());
                    assertThat(snapshots.write(mine, new Retention(2, null))).isTrue();
                    StreamTail tail = tail();
                    long from = tail.snapshot() == null ? 0 : tail.snapshot().version();
                    assertThat(tail.events()).isEqualTo(all.subList((int) from, 40));
                }
                return thread;
            });
            assertThat(outcomes).extracting(Outcome::failure).containsOnlyNulls();
        }
        assertThat(snapshots.write(snapshot(40), new Retention(2, null))).isTrue();
        assertThat(kept()).hasSize(2).first().isEqualTo(40L);
    }
}
