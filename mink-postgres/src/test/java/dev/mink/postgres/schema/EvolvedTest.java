package dev.mink.postgres.schema;

import static dev.mink.snapshot.SnapshotPolicy.every;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.Aggregate;
import dev.mink.AggregateType;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.FeedQuery;
import dev.mink.Mink;
import dev.mink.RecordedEvent;
import dev.mink.Repository;
import dev.mink.StreamId;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.Database;
import dev.mink.projection.Projection;
import dev.mink.projection.View;
import dev.mink.projection.ViewRepository;
import dev.mink.schema.EventJson;
import dev.mink.schema.EventTypes;
import dev.mink.schema.StreamCopier;
import dev.mink.snapshot.Snapshots;
import dev.mink.spi.EventLog;
import dev.mink.spi.EventStorage;
import dev.mink.spi.ForwardingLog;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Events of the past, which are renamed, split and dropped when they are read, beneath all that is made of events. */
class EvolvedTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** The code of the past. */
    sealed interface Before {
        record Joined(String name) implements Before {}

        record Moved(String city, String phone) implements Before {}

        record Pinged() implements Before {}
    }

    /** Today's code. */
    sealed interface Event {
        record Joined(String fullName) implements Event {}

        record AddressChanged(String city) implements Event {}

        record PhoneChanged(String phone) implements Event {}
    }

    private static final EventTypes OLD = EventTypes.of(Before.class);

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

    /** The code after a copy: it knows nothing of the past. */
    private static final EventTypes PLAIN =
            EventTypes.builder().add(Event.class).version("Joined", 2).build();

    private static final View<Card> CARDS = View.of("cards", Card.class)
            .startWith(id -> Card.EMPTY)
            .on(Event.class, Card::after)
            .build();

    @RegisterExtension
    final Database database = new Database();

    /** What is known of a member, and from how many events. */
    record Card(String name, String city, String phone, int events) {

        static final Card EMPTY = new Card("", "", "", 0);

        Card after(Event event) {
            if (event instanceof Event.Joined joined) {
                return new Card(joined.fullName(), city, phone, events + 1);
            }
            return event instanceof Event.AddressChanged moved
                    ? new Card(name, moved.city(), phone, events + 1)
                    : new Card(name, city, ((Event.PhoneChanged) event).phone(), events + 1);
        }
    }

    /** A member, whose state is a card. */
    static final class Member extends Aggregate<Event> {

        static final AggregateType<Member, Event> PLAIN = AggregateType.of("Member", Member::new, Event.class, TODAY);

        static final AggregateType<Member, Event> TYPE =
                PLAIN.withSnapshots(Snapshots.of(every(2), Card.class, member -> member.card, Member::restore));

        private Card card = Card.EMPTY;

        Member(String id) {
            super(id);
        }

        void call(String phone) {
            raise(new Event.PhoneChanged(phone));
        }

        private void restore(Card kept) {
            card = kept;
        }

        @Override
        protected void apply(Event event) {
            card = card.after(event);
        }
    }

    private static void past(EventStorage<?> storage, String member, Before... events) {
        EventStore.of(storage, OLD).append(StreamId.of("Member", member), ExpectedVersion.any(), List.of(events));
    }

    @Test
    void snapshots_and_events_of_old_and_new_code_in_turns_make_one_state() {
        PostgresStorage storage = database.storage();
        past(storage, "anna", new Before.Joined("Anna"), new Before.Moved("Bern", "1"), new Before.Pinged());
        EventStore<Connection> store = EventStore.builder(storage).events(TODAY).build();
        Repository<Member> members = store.repository(Member.TYPE);

        members.update("anna", member -> member.call("2"));
        assertThat(members.snapshots().of("anna")).hasSize(1);
        past(storage, "anna", new Before.Pinged(), new Before.Moved("Basel", "3"), new Before.Pinged());
        assertThat(members.load("anna").card).isEqualTo(new Card("Anna", "Basel", "3", 6));
        members.update("anna", member -> member.call("4"));

        assertThat(members.load("anna").card)
                .isEqualTo(new Card("Anna", "Basel", "4", 7))
                .isEqualTo(store.repository(Member.PLAIN).load("anna").card);
        assertThat(members.load("anna").version()).isEqualTo(8);
        assertThat(members.snapshots().of("anna").get(0).version()).isEqualTo(8);
    }

    @Test
    void read_models_see_each_of_todays_events_once_also_when_they_are_rebuilt() throws Exception {
        PostgresStorage storage = database.storage();
        String table = '"' + database.schema() + "\".seen";
        database.execute("create table " + table + " (type text, position bigint)");
        Projection<Connection> seen = Projection.<Connection>named("seen")
                .on(Event.class, (event, delivery) -> {
                    try (var insert =
                            delivery.transaction().prepareStatement("insert into " + table + " values (?, ?)")) {
                        insert.setString(1, event.getClass().getSimpleName());
                        insert.setLong(2, delivery.recorded().position());
                        insert.executeUpdate();
                    }
                })
                .build();
        past(storage, "anna", new Before.Joined("Anna"), new Before.Moved("Bern", "1"), new Before.Pinged());
        try (Mink<Connection> mink = Mink.builder(storage)
                .events(TODAY)
                .async(CARDS)
                .async(seen)
                .build()
                .start()) {
            past(storage, "eva", new Before.Joined("Eva"), new Before.Pinged());
            long last = mink.store().lastPosition();
            mink.projections().awaitCaughtUp("cards", last, SOON);
            mink.projections().awaitCaughtUp("seen", last, SOON);
            ViewRepository<Card> cards = mink.repository(CARDS);

            assertThat(cards.get("anna")).contains(new Card("Anna", "Bern", "1", 3));
            assertThat(cards.get("eva")).contains(new Card("Eva", "", "", 1));
            assertThat(database.texts("select type from " + table + " order by position, type"))
                    .containsExactly("Joined", "AddressChanged", "PhoneChanged", "Joined");

            var unused = mink.projections().rebuild("cards").await(SOON);
            assertThat(cards.get("anna")).contains(new Card("Anna", "Bern", "1", 3));
        }
    }

    @Test
    void a_copy_into_another_schema_needs_none_of_what_made_todays_events() {
        PostgresStorage source = database.storage();
        for (int i = 0; i < 300; i++) {
            past(
                    source,
                    "m" + i % 7,
                    new Before.Joined("M" + i),
                    new Before.Moved("Bern", "" + i),
                    new Before.Pinged());
        }
        EventStore.of(source, TODAY)
                .append(StreamId.of("Member", "m1"), ExpectedVersion.any(), List.of(new Event.Joined("Mia")));
        PostgresOptions other = database.options().schema(database.newSchema());
        PostgresStorage target = PostgresStorage.of(database.dataSource(), other);
        target.start();
        StreamCopier copier = StreamCopier.of(TODAY);

        long half = copier.copy(new Part(source, 450), target, 0).position();
        assertThat(half).isEqualTo(450);
        assertThat(copier.copy(source, target, half).position()).isEqualTo(901);
        var repeated = copier.copy(source, target, 0);

        assertThat(repeated.position()).isEqualTo(901);
        assertThat(events(EventStore.of(target, PLAIN))).hasSize(901).isEqualTo(events(EventStore.of(source, TODAY)));
        try (Mink<Connection> mink =
                Mink.builder(target).events(PLAIN).async(CARDS).build().start()) {
            mink.projections().awaitCaughtUp("cards", mink.store().lastPosition(), SOON);
            assertThat(mink.repository(CARDS).get("m1").orElseThrow().name()).isEqualTo("Mia");
        }
    }

    /** A source that ends at a position, as if the copy had been interrupted there. */
    private static final class Part extends ForwardingLog {

        private final long end;

        Part(EventLog whole, long end) {
            super(whole);
            this.end = end;
        }

        @Override
        public long safePosition() {
            return end;
        }
    }

    private static List<Object> events(EventStore<?> store) {
        return store.read(FeedQuery.all()).map(RecordedEvent::event).toList();
    }
}
