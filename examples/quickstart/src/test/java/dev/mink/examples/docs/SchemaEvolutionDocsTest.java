package dev.mink.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.Aggregate;
import dev.mink.AggregateType;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.FeedQuery;
import dev.mink.Metadata;
import dev.mink.RecordedEvent;
import dev.mink.StreamId;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.Codec;
import dev.mink.schema.CopyProgress;
import dev.mink.schema.EventJson;
import dev.mink.schema.EventTypes;
import dev.mink.schema.Payload;
import dev.mink.schema.RawEvent;
import dev.mink.schema.SchemaVersionException;
import dev.mink.schema.StreamCopier;
import dev.mink.schema.UnknownEventException;
import dev.mink.testing.GoldenEvents;
import dev.mink.testing.SchemaCheck;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What docs/schema-evolution.md shows and says. */
final class SchemaEvolutionDocsTest {

    private static final StreamId ANNA = StreamId.of("Customer", "anna");

    private final InMemoryStorage storage = new InMemoryStorage();

    // region: evolution-records
    sealed interface CustomerEvent {
        record Registered(String fullName, String channel) implements CustomerEvent {}

        record AddressChanged(String street, String city) implements CustomerEvent {}

        record PhoneChanged(String phone) implements CustomerEvent {}
    }
    // endregion

    // region: evolution-upcast
    static final EventTypes EVENTS = EventTypes.builder()
            .add(CustomerEvent.class)
            .upcast("Registered", 1, json -> json.rename("name", "fullName"))
            .upcast("Registered", 2, json -> json.put("channel", "branch"))
            .build();
    // endregion

    /** The code of the past. */
    interface Past {
        record Registered(String name) implements Past {}

        record Moved(String street, String city, String phone) implements Past {}

        record RegisteredOnline(String fullName) implements Past {}

        record Enrolled(String fullName, String channel) implements Past {}

        record Pinged() implements Past {}

        record CouponPrinted(String number) implements Past {}
    }

    private EventStore<MemoryTransaction> past(Class<?>... types) {
        return EventStore.of(storage, EventTypes.of(types))
                .with(Metadata.empty().withAttribute("app", "kiosk"));
    }

    private List<Object> readAs(EventTypes types) {
        return EventStore.of(storage, types)
                .read(ANNA)
                .map(RecordedEvent::event)
                .toList();
    }

    @Test
    void old_events_are_read_as_those_of_today() {
        past(Past.Registered.class).append(ANNA, ExpectedVersion.any(), List.of(new Past.Registered("Anna")));
        EventStore<MemoryTransaction> store = EventStore.of(storage, EVENTS);
        store.append(ANNA, ExpectedVersion.any(), List.of(new CustomerEvent.Registered("Anna B", "web")));

        assertThat(readAs(EVENTS))
                .containsExactly(
                        new CustomerEvent.Registered("Anna", "branch"), new CustomerEvent.Registered("Anna B", "web"));
        assertThat(store.read(ANNA).map(RecordedEvent::schemaVersion)).containsExactly(1, 3);
    }

    @Test
    void types_belong_to_the_aggregate() {
        // region: evolution-aggregate
        AggregateType<Customer, CustomerEvent> type =
                AggregateType.of("Customer", Customer::new, CustomerEvent.class, EVENTS);
        // endregion

        past(Past.Registered.class).append(ANNA, ExpectedVersion.any(), List.of(new Past.Registered("Anna")));
        assertThat(EventStore.of(storage, EVENTS).repository(type).load("anna").name)
                .isEqualTo("Anna");
        assertThatThrownBy(() -> EventStore.of(storage, EventTypes.of(CustomerEvent.class))
                        .repository(type))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static final class Customer extends Aggregate<CustomerEvent> {
        private String name = "";

        Customer(String id) {
            super(id);
        }

        @Override
        protected void apply(CustomerEvent event) {
            if (event instanceof CustomerEvent.Registered registered) {
                name = registered.fullName();
            }
        }
    }

    @Test
    void an_upcaster_sees_the_metadata() {
        // region: evolution-metadata
        EventTypes types = EventTypes.builder()
                .add(CustomerEvent.class)
                .upcast("Registered", 1, json -> json.rename("name", "fullName"))
                .upcast(
                        "Registered",
                        2,
                        (json, stored) -> json.put(
                                "channel", stored.metadata().attributes().getOrDefault("app", "branch")))
                .build();
        // endregion

        past(Past.Registered.class).append(ANNA, ExpectedVersion.any(), List.of(new Past.Registered("Anna")));
        assertThat(readAs(types)).containsExactly(new CustomerEvent.Registered("Anna", "kiosk"));
    }

    @Test
    void events_are_replaced_by_others() {
        // region: evolution-replace
        EventTypes types = EventTypes.builder()
                .add(CustomerEvent.class)
                // split: Moved was two facts
                .replace(
                        "Moved",
                        1,
                        Set.of("AddressChanged", "PhoneChanged"),
                        (json, stored) -> List.of(
                                new EventJson("AddressChanged", 1, json.pick("street", "city")),
                                new EventJson("PhoneChanged", 1, json.pick("phone"))))
                // merge: RegisteredOnline has become a Registered
                .replace(
                        "RegisteredOnline",
                        1,
                        Set.of("Registered"),
                        (json, stored) -> List.of(new EventJson("Registered", 1, json.put("channel", "web"))))
                // drop some: a phone number that was empty changed nothing
                .replace(
                        "PhoneChanged",
                        1,
                        Set.of("PhoneChanged"),
                        (json, stored) -> json.text("phone").isEmpty()
                                ? List.of()
                                : List.of(new EventJson("PhoneChanged", 2, json)))
                .build();
        // endregion

        EventStore<MemoryTransaction> store = EventStore.of(storage, types);
        EventStore<MemoryTransaction> past = past(Past.Moved.class, Past.RegisteredOnline.class);
        past.append(
                ANNA,
                ExpectedVersion.any(),
                List.of(
                        new Past.RegisteredOnline("Anna"),
                        new Past.Moved("Rue 1", "Genf", "022"),
                        new Past.Moved("Gasse 2", "Bern", "")));

        assertThat(readAs(types))
                .containsExactly(
                        new CustomerEvent.Registered("Anna", "web"),
                        new CustomerEvent.AddressChanged("Rue 1", "Genf"),
                        new CustomerEvent.PhoneChanged("022"),
                        new CustomerEvent.AddressChanged("Gasse 2", "Bern"));
        assertThat(store.read(ANNA).map(RecordedEvent::version)).containsExactly(1L, 2L, 2L, 3L);
        assertThat(store.read(FeedQuery.all().types(CustomerEvent.PhoneChanged.class))
                        .map(RecordedEvent::event))
                .containsExactly(new CustomerEvent.PhoneChanged("022"));
    }

    @Test
    void names_are_aliases_or_retired() {
        // region: evolution-names
        EventTypes types = EventTypes.builder()
                .add(CustomerEvent.class)
                .alias(CustomerEvent.Registered.class, "Enrolled") // its former name
                .ignore("Pinged") // reads as nothing
                .refuse("CouponPrinted", "coupons were given up in 2024: run the job that closes them first")
                .build();
        // endregion

        past(Past.Enrolled.class, Past.Pinged.class)
                .append(ANNA, ExpectedVersion.any(), List.of(new Past.Enrolled("Anna", "web"), new Past.Pinged()));
        assertThat(readAs(types)).containsExactly(new CustomerEvent.Registered("Anna", "web"));

        past(Past.CouponPrinted.class).append(ANNA, ExpectedVersion.any(), List.of(new Past.CouponPrinted("1")));
        assertThatThrownBy(() -> readAs(types))
                .isInstanceOf(UnknownEventException.class)
                .hasMessageEndingWith("coupons were given up in 2024: run the job that closes them first");
    }

    @Test
    void what_is_newer_is_raw_for_those_who_only_hand_it_on() {
        EventStore.of(storage, EVENTS)
                .append(ANNA, ExpectedVersion.any(), List.of(new CustomerEvent.Registered("Anna", "web")));
        StringBuilder sent = new StringBuilder();

        // region: evolution-lenient
        EventTypes types = EventTypes.of(CustomerEvent.class).lenient();
        EventStore.of(storage, types).read(FeedQuery.all()).forEach(recorded -> {
            if (recorded.event() instanceof RawEvent raw) {
                sent.append(raw.type()).append(' ').append(raw.json()); // of a newer version, or another name
            }
        });
        // endregion

        assertThat(sent).hasToString("Registered {\"fullName\":\"Anna\",\"channel\":\"web\"}");
        assertThatThrownBy(() -> readAs(EventTypes.of(CustomerEvent.class))).isInstanceOf(SchemaVersionException.class);
    }

    // region: evolution-defaults
    record Subscribed(String list, @Nullable String language, Set<String> topics) {
        Subscribed(String list, @Nullable String language, @Nullable Set<String> topics) {
            this.list = list;
            this.language = language; // may be missing: null then
            this.topics = topics == null ? Set.of() : topics; // may be missing, and is never null
        }
    }
    // endregion

    @Test
    void a_constructor_gives_defaults() {
        Payload stored = Payload.json("{\"list\":\"news\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(Codec.json().decode(stored, Subscribed.class)).isEqualTo(new Subscribed("news", null, Set.of()));
        assertThatThrownBy(() -> Codec.json().decode(Payload.json(new byte[] {'{', '}'}), Subscribed.class))
                .hasMessageContaining("'list'");
    }

    // region: evolution-check
    @Test
    void stored_events_can_still_be_read() {
        SchemaCheck.of(EVENTS).against(Path.of("src/test/resources/events/customer.schema"));
    }
    // endregion

    // region: evolution-golden
    @Test
    void events_of_all_times_are_read() {
        GoldenEvents golden = GoldenEvents.in(Path.of("src/test/resources/events/customer"), EVENTS);

        golden.keep( // as they are stored today
                new CustomerEvent.Registered("Anna", "web"),
                new CustomerEvent.AddressChanged("Gasse 2", "Bern"),
                new CustomerEvent.PhoneChanged("031"));
        golden.verifyEveryType(); // and those of all days before

        assertThat(golden.read("Registered-1.json")).containsExactly(new CustomerEvent.Registered("Anna", "branch"));
    }
    // endregion

    @Test
    void a_store_is_copied_to_the_schemas_of_today() {
        past(Past.Registered.class).append(ANNA, ExpectedVersion.any(), List.of(new Past.Registered("Anna")));
        past(Past.Registered.class)
                .append(StreamId.of("Trial", "x"), ExpectedVersion.any(), List.of(new Past.Registered("Tester")));
        InMemoryStorage oldStorage = storage;
        InMemoryStorage newStorage = new InMemoryStorage();
        List<Long> saved = new ArrayList<>();

        // region: evolution-copy
        CopyProgress progress = StreamCopier.of(EVENTS)
                .filter(stored -> !stored.stream().category().equals("Trial"))
                .rename(stream -> StreamId.of("Client", stream.id()))
                .onProgress(soFar -> saved.add(soFar.position()))
                .copy(oldStorage, newStorage, 0); // or behind the last position that was saved
        // endregion

        // region: evolution-copied
        EventTypes plain = EventTypes.builder()
                .add(CustomerEvent.class)
                .version("Registered", 3) // no older one is stored any more
                .build();
        // endregion

        assertThat(progress).isEqualTo(new CopyProgress(2, 2, 1));
        assertThat(saved).containsExactly(2L);
        assertThat(EventStore.of(newStorage, plain)
                        .read(StreamId.of("Client", "anna"))
                        .map(RecordedEvent::event))
                .containsExactly(new CustomerEvent.Registered("Anna", "branch"));
        assertThat(readAs(EVENTS)).hasSize(1);
    }
}
