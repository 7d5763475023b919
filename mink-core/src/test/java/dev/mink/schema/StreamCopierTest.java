package dev.mink.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.FeedQuery;
import dev.mink.Metadata;
import dev.mink.RecordedEvent;
import dev.mink.StorageException;
import dev.mink.StreamId;
import dev.mink.fixture.SettableClock;
import dev.mink.memory.InMemoryStorage;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventFilter;
import dev.mink.spi.EventLog;
import dev.mink.spi.FeedRange;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StreamAppend;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class StreamCopierTest {

    interface Before {
        record Joined(String name) implements Before {}

        record Moved(String city, String phone) implements Before {}

        record Pinged() implements Before {}
    }

    sealed interface Event {
        record Joined(String fullName) implements Event {}

        record AddressChanged(String city) implements Event {}

        record PhoneChanged(String phone) implements Event {}
    }

    private static final EventTypes OLD = EventTypes.of(Before.Joined.class, Before.Moved.class, Before.Pinged.class);

    private static final EventTypes TODAY = EventTypes.builder()
            .add(Event.class)
            .upcast("Joined", 1, json -> json.rename("name", "fullName"))
            .replace(
                    "Moved",
                    1,
                    Set.of("AddressChanged", "PhoneChanged"),
                    (json, stored) -> List.of(
                            new EventJson("AddressChanged", 1, json.pick("city")),
                            new EventJson("PhoneChanged", 1, json.pick("phone"))))
            .ignore("Pinged")
            .build();

    /** The code after the copy: it knows nothing of the past. */
    private static final EventTypes PLAIN =
            EventTypes.builder().add(Event.class).version("Joined", 2).build();

    private static final StreamId ANNA = StreamId.of("Member", "anna");
    private static final StreamId EVA = StreamId.of("Member", "eva");

    private final SettableClock clock = new SettableClock("2023-01-01T00:00:00Z");
    private final InMemoryStorage source = new InMemoryStorage(clock);
    private final InMemoryStorage target = new InMemoryStorage();
    private final StreamCopier copier = StreamCopier.of(TODAY);

    /** Positions 1 to 6. */
    @BeforeEach
    void fill() {
        EventStore<?> old = EventStore.of(source, OLD).with(Metadata.empty().withUserId("u"));
        append(old, ANNA, new Before.Joined("Anna"));
        append(old, EVA, new Before.Joined("Eva"));
        append(old, ANNA, new Before.Moved("Bern", "1"));
        append(old, ANNA, new Before.Pinged());
        append(old, EVA, new Before.Moved("Basel", "2"));
        append(EventStore.of(source, TODAY), ANNA, new Event.Joined("Anna B"));
    }

    private void append(EventStore<?> store, StreamId stream, Object event) {
        clock.advance(Duration.ofDays(1));
        store.append(stream, ExpectedVersion.any(), List.of(event));
    }

    private static List<StoredEvent> all(EventLog log) {
        return log.readFeed(new FeedRange(0, Long.MAX_VALUE, EventFilter.all(), 10_000));
    }

    private static List<Object> events(EventLog log, EventTypes types) {
        return all(log).stream()
                .flatMap(stored -> types.read(stored, Codec.json()).stream())
                .toList();
    }

    @Test
    void a_copy_has_the_events_of_today_which_need_no_upcasters() {
        List<StoredEvent> before = all(source);
        CopyProgress done = copier.copy(source, target, 0);

        assertThat(done).isEqualTo(new CopyProgress(6, 6, 7));
        assertThat(events(target, PLAIN)).isEqualTo(events(source, TODAY)).hasSize(7);
        assertThat(EventStore.of(target, PLAIN).read(ANNA).map(RecordedEvent::event))
                .containsExactly(
                        new Event.Joined("Anna"),
                        new Event.AddressChanged("Bern"),
                        new Event.PhoneChanged("1"),
                        new Event.Joined("Anna B"));
        assertThat(EventStore.of(target, PLAIN).read(ANNA).map(RecordedEvent::version))
                .containsExactly(1L, 2L, 3L, 4L);
        assertThat(all(source)).as("the originals").isEqualTo(before);
    }

    @Test
    void an_event_keeps_its_id_its_metadata_and_its_time() {
        var unused = copier.copy(source, target, 0);
        List<StoredEvent> before = all(source);
        List<StoredEvent> after = all(target);

        assertThat(after.get(0).id()).isEqualTo(before.get(0).id());
        assertThat(after.get(2).id()).isEqualTo(before.get(2).id());
        assertThat(after.get(3).id())
                .as("the second of two")
                .isNotEqualTo(before.get(2).id())
                .extracting(UUID::getMostSignificantBits)
                .isEqualTo(before.get(2).id().getMostSignificantBits());
        assertThat(after.get(6).id()).isEqualTo(before.get(5).id());
        assertThat(after)
                .extracting(StoredEvent::recordedAt)
                .containsExactly(
                        before.get(0).recordedAt(),
                        before.get(1).recordedAt(),
                        before.get(2).recordedAt(),
                        before.get(2).recordedAt(),
                        before.get(4).recordedAt(),
                        before.get(4).recordedAt(),
                        before.get(5).recordedAt());
        assertThat(after.get(3).metadata().userId()).isEqualTo("u");
        assertThat(new HashSet<>(after.stream().map(StoredEvent::id).toList())).hasSize(7);
    }

    @Test
    void what_is_current_is_copied_to_the_byte() {
        String json = " { \"fullName\" : \"Ida\", \"unknown\" : [1] } ";
        target.append(new AppendRequest(List.of(new StreamAppend(
                ANNA,
                ExpectedVersion.any(),
                List.of(new NewEvent(
                        new UUID(0, 9),
                        "Joined",
                        2,
                        Payload.json(json.getBytes(StandardCharsets.UTF_8)),
                        Metadata.empty()))))));
        InMemoryStorage next = new InMemoryStorage();
        var unused = copier.copy(target, next, 0);

        assertThat(all(next))
                .singleElement()
                .satisfies(event -> assertThat(event.payload()).hasToString(json));
    }

    @Test
    void a_copy_can_be_repeated() {
        var first = copier.copy(source, target, 0);
        List<StoredEvent> once = all(target);
        CopyProgress again = copier.copy(source, target, 0);

        assertThat(first.written()).isEqualTo(7);
        assertThat(again).isEqualTo(new CopyProgress(6, 6, 0));
        assertThat(all(target)).isEqualTo(once);
    }

    @Test
    void a_copy_goes_on_with_what_has_been_appended_since() {
        CopyProgress first = copier.copy(source, target, 0);
        append(EventStore.of(source, TODAY), EVA, new Event.PhoneChanged("3"));
        CopyProgress second = copier.copy(source, target, first.position());

        assertThat(second).isEqualTo(new CopyProgress(7, 1, 1));
        assertThat(events(target, PLAIN)).isEqualTo(events(source, TODAY));
    }

    @Test
    void a_copy_is_repeated_although_the_source_has_grown_since() {
        var first = copier.copy(source, target, 0);
        append(EventStore.of(source, OLD), ANNA, new Before.Moved("Genf", "3"));
        append(EventStore.of(source, TODAY), ANNA, new Event.PhoneChanged("4"));
        CopyProgress again = copier.copy(source, target, 0);

        assertThat(first.written()).isEqualTo(7);
        assertThat(again.written()).isEqualTo(3);
        assertThat(events(target, PLAIN)).isEqualTo(events(source, TODAY));
    }

    /** The storage fails at each possible moment: before an append, or after it, when nobody learns that it is done. */
    @RepeatedTest(30)
    void a_copy_that_was_interrupted_anywhere_is_continued_to_the_same_copy(RepetitionInfo repetition) {
        long seed = Long.getLong("mink.test.seed", 100L + repetition.getCurrentRepetition());
        Random random = new Random(seed);
        EventStore<?> old = EventStore.of(source, OLD);
        for (int i = 0; i < 1_200; i++) {
            StreamId stream = StreamId.of("Member", "m" + random.nextInt(5));
            old.append(
                    stream,
                    ExpectedVersion.any(),
                    List.of(
                            switch (random.nextInt(3)) {
                                case 0 -> new Before.Joined("n" + i);
                                case 1 -> new Before.Moved("c" + i, "p" + i);
                                default -> new Before.Pinged();
                            }));
        }
        var unused = copier.copy(source, target, 0);
        InMemoryStorage interrupted = new InMemoryStorage();
        FailingLog failing = new FailingLog(interrupted, random);
        long[] reached = {0};
        StreamCopier watched = copier.onProgress(progress -> reached[0] = progress.position());
        int failures = 0;
        for (boolean done = false; !done; ) {
            try {
                reached[0] = watched.copy(source, failing, random.nextBoolean() ? reached[0] : 0)
                        .position();
                done = true;
            } catch (StorageException e) {
                failures++;
            }
        }
        assertThat(failures).as("interruptions, with -Dmink.test.seed=%s", seed).isPositive();
        assertThat(all(interrupted)).as("with -Dmink.test.seed=%s", seed).isEqualTo(all(target));
    }

    @Test
    void the_order_of_all_streams_is_kept() {
        var unused = copier.copy(source, target, 0);

        assertThat(all(target)).extracting(StoredEvent::stream).containsExactly(ANNA, EVA, ANNA, ANNA, EVA, EVA, ANNA);
        assertThat(all(target).stream().mapToLong(StoredEvent::position))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 7).boxed().toList());
    }

    @Test
    void events_are_filtered_and_streams_are_renamed() {
        var unused = copier.filter(stored -> stored.type().equals("Joined"))
                .rename(stream -> StreamId.of("Customer", stream.id()))
                .copy(source, target, 0);

        assertThat(target.streams("", "", 10))
                .extracting(info -> info.stream().toString())
                .containsExactly("Customer-anna", "Customer-eva");
        assertThat(EventStore.of(target, PLAIN).read(FeedQuery.all())).hasSize(3);
    }

    @Test
    void streams_are_merged_in_the_order_of_the_feed() {
        StreamId all = StreamId.of("Members", "all");
        var unused = copier.rename(stream -> all).copy(source, target, 0);

        assertThat(EventStore.of(target, PLAIN)
                        .read(all)
                        .map(RecordedEvent::event)
                        .toList())
                .isEqualTo(events(source, TODAY));
    }

    @Test
    void progress_is_told_after_each_batch() {
        EventStore<?> store = EventStore.of(source, TODAY);
        for (int i = 0; i < 1_000; i++) {
            store.append(EVA, ExpectedVersion.any(), List.of(new Event.PhoneChanged("p")));
        }
        List<CopyProgress> told = new ArrayList<>();
        CopyProgress done = copier.onProgress(told::add).copy(source, target, 0);

        assertThat(told).extracting(CopyProgress::position).containsExactly(500L, 1_000L, 1_006L);
        assertThat(told).extracting(CopyProgress::read).containsExactly(500L, 1_000L, 1_006L);
        assertThat(told.get(2)).isEqualTo(done);
    }

    @Test
    void one_stream_is_copied_to_another_storage() {
        CopyProgress done = copier.copy(source, EVA, target);

        assertThat(done).isEqualTo(new CopyProgress(5, 2, 3));
        assertThat(all(target)).extracting(StoredEvent::stream).containsOnly(EVA);
        assertThat(all(target).get(0).id()).isEqualTo(all(source).get(1).id());
    }

    @Test
    void one_stream_is_copied_within_a_storage_under_another_name_and_with_other_ids() {
        StreamId copy = StreamId.of("Member", "anna2");
        StreamCopier renaming = copier.rename(stream -> copy);
        long before = source.lastPosition();

        assertThat(renaming.copy(source, ANNA, source).written()).isEqualTo(4);
        assertThat(renaming.copy(source, ANNA, source).written()).isZero();
        assertThat(source.lastPosition()).isEqualTo(before + 4);
        assertThat(EventStore.of(source, TODAY)
                        .read(copy)
                        .map(RecordedEvent::event)
                        .toList())
                .isEqualTo(EventStore.of(source, TODAY)
                        .read(ANNA)
                        .map(RecordedEvent::event)
                        .toList());
    }

    @Test
    void nothing_is_copied_into_itself() {
        assertThatIllegalArgumentException().isThrownBy(() -> copier.copy(source, source, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> copier.copy(source, ANNA, source))
                .withMessageContaining("Member-anna cannot be copied into itself");
        assertThatIllegalArgumentException().isThrownBy(() -> copier.copy(source, target, -1));
    }

    @Test
    void what_is_not_known_is_refused_or_copied_as_it_is() {
        StreamCopier strict = StreamCopier.of(EventTypes.of(Before.Moved.class));
        StreamCopier lenient = StreamCopier.of(EventTypes.of(Before.Moved.class).lenient());

        assertThatExceptionOfType(UnknownEventException.class).isThrownBy(() -> strict.copy(source, target, 0));
        var unused = lenient.copy(source, target, 0);
        assertThat(events(target, TODAY)).isEqualTo(events(source, TODAY));
        assertThat(all(target).get(5).schemaVersion()).isEqualTo(2);
    }

    @Test
    void an_event_that_could_not_be_read_after_the_copy_stops_it() {
        EventTypes broken = EventTypes.builder()
                .add(Event.class)
                .upcast("Joined", 1, json -> json)
                .ignore("Moved", "Pinged")
                .build();

        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> StreamCopier.of(broken).copy(source, target, 0))
                .withMessageContaining("event Joined at position 1");
        assertThat(target.lastPosition()).isZero();
    }

    @Test
    void an_alias_is_copied_under_the_name_of_today() {
        EventTypes renamed = EventTypes.builder()
                .add(Event.Joined.class)
                .name(Event.Joined.class, "Registered")
                .alias(Event.Joined.class, "Joined")
                .upcast("Registered", 1, json -> json.rename("name", "fullName"))
                .ignore("Moved", "Pinged")
                .build();
        var unused = StreamCopier.of(renamed).copy(source, target, 0);

        assertThat(all(target)).extracting(StoredEvent::type).containsOnly("Registered");
        assertThat(all(target)).extracting(StoredEvent::schemaVersion).containsOnly(2);
    }
}
