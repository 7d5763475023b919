package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.EventJson;
import dev.mink.schema.EventTypes;
import dev.mink.schema.RawEvent;
import dev.mink.schema.SchemaVersionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events of three versions of a code in one store: streams, the feed, subscriptions, aggregates, deciders. */
@Timeout(60)
class EvolvedStoreTest {

    /** The first code. */
    sealed interface First {
        record Joined(String name) implements First {}

        record Moved(String town, String phone) implements First {}

        record Pinged() implements First {}
    }

    /** The second code. */
    sealed interface Second {
        record Joined(String fullName) implements Second {}

        record Moved(String city, String phone) implements Second {}
    }

    /** Today's code. */
    sealed interface Event {
        record Joined(String fullName, boolean newsletter) implements Event {}

        record AddressChanged(String city) implements Event {}

        record PhoneChanged(String phone) implements Event {}
    }

    private static final EventTypes SECOND = EventTypes.builder()
            .add(Second.class)
            .version("Joined", 2)
            .version("Moved", 2)
            .build();

    private static final EventTypes TODAY = EventTypes.builder()
            .add(Event.class)
            .upcast("Joined", 1, json -> json.rename("name", "fullName"))
            .upcast(
                    "Joined",
                    2,
                    (json, stored) -> json.put(
                            "newsletter", stored.metadata().attributes().containsKey("newsletter")))
            .upcast("Moved", 1, json -> json.rename("town", "city"))
            .replace(
                    "Moved",
                    2,
                    Set.of("AddressChanged", "PhoneChanged"),
                    (json, stored) -> List.of(
                            new EventJson("AddressChanged", 1, json.pick("city")),
                            new EventJson("PhoneChanged", 1, json.pick("phone"))))
            .ignore("Pinged")
            .build();

    /** A member, who can tell in which order events came. */
    static final class Member extends Aggregate<Event> {

        static final AggregateType<Member, Event> TYPE = AggregateType.of("Member", Member::new, Event.class, TODAY);

        private final List<Event> seen = new ArrayList<>();

        Member(String id) {
            super(id);
        }

        void changePhone(String phone) {
            raise(new Event.PhoneChanged(phone));
        }

        @Override
        protected void apply(Event event) {
            seen.add(event);
        }
    }

    private static final DeciderType<String, List<Event>, Event> MEMBER = DeciderType.of(
            "Member",
            Decider.of(
                    List.of(),
                    (phone, seen) -> List.of(new Event.PhoneChanged(phone)),
                    (seen, event) ->
                            Stream.concat(seen.stream(), Stream.of(event)).toList()),
            Event.class,
            TODAY);

    private static final StreamId ANNA = Member.TYPE.stream("anna");

    private static final List<Event> HISTORY = List.of(
            new Event.Joined("Anna", false),
            new Event.AddressChanged("Bern"),
            new Event.PhoneChanged("1"),
            new Event.Joined("Anna B", true),
            new Event.AddressChanged("Basel"),
            new Event.PhoneChanged("2"),
            new Event.Joined("Anna C", true));

    private final InMemoryStorage storage = new InMemoryStorage();
    private final EventStore<MemoryTransaction> store = store(TODAY, 2);

    private EventStore<MemoryTransaction> store(EventTypes types, int pageSize) {
        return EventStore.builder(storage)
                .events(types)
                .pageSize(pageSize)
                .pollInterval(Duration.ofHours(1))
                .build();
    }

    /** Positions and versions 1 to 7. */
    @BeforeEach
    void fill() {
        EventStore<MemoryTransaction> first = EventStore.of(storage, EventTypes.of(First.class));
        EventStore<MemoryTransaction> second =
                EventStore.of(storage, SECOND).with(Metadata.empty().withAttribute("newsletter", "yes"));
        append(first, new First.Joined("Anna")); // 1
        append(first, new First.Moved("Bern", "1")); // 2
        append(first, new First.Pinged()); // 3
        append(second, new Second.Joined("Anna B")); // 4
        append(second, new Second.Moved("Basel", "2")); // 5
        append(store, new Event.Joined("Anna C", true)); // 6
        append(first, new First.Pinged()); // 7
    }

    private static void append(EventStore<?> to, Object event) {
        to.append(ANNA, ExpectedVersion.any(), List.of(event));
    }

    @Test
    void the_version_of_its_schema_is_stored_with_each_event() {
        assertThat(store.read(ANNA).map(RecordedEvent::schemaVersion)).containsExactly(1, 1, 1, 2, 2, 2, 3);
    }

    @Test
    void a_stream_of_three_versions_is_read_as_todays_events() {
        assertThat(store.read(ANNA).map(RecordedEvent::event)).containsExactlyElementsOf(HISTORY);
        assertThat(store.read(FeedQuery.all()).map(RecordedEvent::event)).containsExactlyElementsOf(HISTORY);
    }

    @Test
    void what_became_of_one_event_shares_its_place_and_identity() {
        List<RecordedEvent> both =
                store.read(StreamQuery.of(ANNA).from(2).through(2)).toList();

        assertThat(both).extracting(RecordedEvent::version).containsExactly(2L, 2L);
        assertThat(both).extracting(RecordedEvent::position).containsExactly(2L, 2L);
        assertThat(both).extracting(RecordedEvent::type).containsExactly("Moved", "Moved");
        assertThat(both.get(0).id()).isEqualTo(both.get(1).id());
        assertThat(both.get(0).recordedAt()).isEqualTo(both.get(1).recordedAt());
    }

    @Test
    void limits_are_of_stored_events_whose_results_are_never_torn_apart() {
        assertThat(store.read(StreamQuery.of(ANNA).limit(2)).map(RecordedEvent::version))
                .containsExactly(1L, 2L, 2L);
        assertThat(store.read(FeedQuery.all().limit(3)).map(RecordedEvent::position))
                .containsExactly(1L, 2L, 2L);
        assertThat(store.read(StreamQuery.of(ANNA).backwards().limit(3)).map(RecordedEvent::version))
                .containsExactly(6L, 5L, 5L);
    }

    @Test
    void pages_of_the_feed_move_past_events_that_became_none() {
        FeedPage first = store.page(FeedQuery.all());
        FeedPage second = store.page(FeedQuery.all().after(first.position()));

        assertThat(first.events()).hasSize(3);
        assertThat(first.position()).isEqualTo(2);
        assertThat(second.events()).extracting(RecordedEvent::position).containsExactly(4L);
        assertThat(second.position()).isEqualTo(4);
    }

    @Test
    void a_feed_of_a_type_finds_it_under_all_names_and_gives_nothing_else() {
        FeedQuery phones = FeedQuery.all().types(Event.PhoneChanged.class);

        assertThat(store.read(phones).map(RecordedEvent::event))
                .containsExactly(new Event.PhoneChanged("1"), new Event.PhoneChanged("2"));
        assertThat(store.page(phones).events())
                .extracting(RecordedEvent::event)
                .containsExactly(new Event.PhoneChanged("1"), new Event.PhoneChanged("2"));
        assertThat(store.read(FeedQuery.all().types(Event.Joined.class))).hasSize(3);
        assertThat(store.read(FeedQuery.all().types(Event.class)).map(RecordedEvent::event))
                .containsExactlyElementsOf(HISTORY);
    }

    @Test
    void a_subscription_does_not_wait_where_a_whole_page_became_nothing() throws Exception {
        EventStore<MemoryTransaction> single = store(TODAY, 1);
        List<Object> seen = new ArrayList<>();
        try (Subscription all = single.subscribe(FeedQuery.all())) {
            while (all.position() < 6) {
                all.next().events().forEach(event -> seen.add(event.event()));
            }
        }
        assertThat(seen).isEqualTo(HISTORY);
    }

    @Test
    void an_aggregate_is_loaded_from_events_of_three_versions() {
        assertThat(store.repository(Member.TYPE).load("anna").seen).isEqualTo(HISTORY);
    }

    @Test
    void an_aggregate_whose_last_event_became_nothing_can_be_saved() {
        Repository<Member> members = store.repository(Member.TYPE);

        assertThat(members.load("anna").version()).isEqualTo(7);
        assertThat(members.update("anna", member -> member.changePhone("3")).version())
                .isEqualTo(8);
    }

    @Test
    void an_aggregate_all_of_whose_events_became_nothing_exists_nevertheless() {
        EventStore.of(storage, EventTypes.of(First.class))
                .append(Member.TYPE.stream("bot"), ExpectedVersion.noStream(), List.of(new First.Pinged()));
        Repository<Member> members = store.repository(Member.TYPE);

        assertThat(members.load("bot").seen).isEmpty();
        assertThat(members.update("bot", member -> member.changePhone("3")).version())
                .isEqualTo(2);
        assertThat(members.loadAt("bot", 1).seen).isEmpty();
    }

    @Test
    void a_time_travel_counts_stored_versions() {
        Repository<Member> members = store.repository(Member.TYPE);

        assertThat(members.loadAt("anna", 2).seen).isEqualTo(HISTORY.subList(0, 3));
        assertThat(members.loadAt("anna", 3).seen).isEqualTo(HISTORY.subList(0, 3));
        assertThat(members.loadAt("anna", 3).version()).isEqualTo(3);
    }

    @Test
    void a_decider_is_loaded_from_events_of_three_versions() {
        DeciderRepository<String, List<Event>, Event> members = store.repository(MEMBER);

        assertThat(members.load("anna")).isEqualTo(new Versioned<>(HISTORY, 7));
        assertThat(members.decide("anna", "3").version()).isEqualTo(8);
    }

    @Test
    void what_newer_code_has_written_is_an_error_or_raw() {
        EventStore<MemoryTransaction> second = EventStore.of(storage, SECOND);
        EventStore<MemoryTransaction> lenient = EventStore.of(storage, SECOND.lenient());

        assertThatExceptionOfType(SchemaVersionException.class)
                .isThrownBy(() -> second.read(StreamQuery.of(ANNA).from(4)).toList())
                .satisfies(e -> assertThat(e.position()).isEqualTo(6));
        assertThat(lenient.read(StreamQuery.of(ANNA).from(6).through(6)).map(RecordedEvent::event))
                .singleElement()
                .isInstanceOfSatisfying(
                        RawEvent.class,
                        raw -> assertThat(raw.json().names()).containsExactly("fullName", "newsletter"));
        assertThat(lenient.read(FeedQuery.all().after(5).types(Second.Joined.class)))
                .hasSize(1);
    }

    /** Code that does not know today's. */
    sealed interface Named {
        record Joined(String fullName) implements Named {}
    }

    @Test
    void an_aggregate_is_never_loaded_without_an_event_that_only_newer_code_knows() {
        DeciderType<String, List<Named>, Named> named = DeciderType.of(
                "Member",
                Decider.of(List.of(), (command, seen) -> List.of(), (seen, event) -> seen),
                Named.class,
                EventTypes.builder().add(Named.class).version("Joined", 2).build());
        EventStore<?> lenient = EventStore.of(storage, named.events().lenient());
        StreamId stream = named.stream("eva");
        store.append(stream, ExpectedVersion.noStream(), List.of(new Event.Joined("Eva", true)));

        assertThat(lenient.read(stream)).hasSize(1);
        assertThatExceptionOfType(SchemaVersionException.class)
                .isThrownBy(() -> lenient.repository(named).load("eva"));
    }
}
