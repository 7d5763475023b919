package dev.mink.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.AggregateNotFoundException;
import dev.mink.Decider;
import dev.mink.DeciderRepository;
import dev.mink.DeciderType;
import dev.mink.Decision;
import dev.mink.EventStore;
import dev.mink.Versioned;
import dev.mink.examples.docs.DecidersDocsTest.RoomCommand.Book;
import dev.mink.examples.docs.DecidersDocsTest.RoomCommand.Cancel;
import dev.mink.examples.docs.DecidersDocsTest.RoomEvent.Booked;
import dev.mink.examples.docs.DecidersDocsTest.RoomEvent.Cancelled;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What docs/deciders.md shows and says. */
final class DecidersDocsTest {
    private final EventStore<MemoryTransaction> store = EventStore.of(new InMemoryStorage(), Room.TYPE.events());
    private final DeciderRepository<RoomCommand, Room, RoomEvent> rooms = store.repository(Room.TYPE);

    sealed interface RoomCommand {
        record Book(String day) implements RoomCommand {}

        record Cancel(String day) implements RoomCommand {}
    }

    sealed interface RoomEvent {
        record Booked(String day) implements RoomEvent {}

        record Cancelled(String day) implements RoomEvent {}
    }

    // region: functions
    record Room(Set<String> taken) {
        static final DeciderType<RoomCommand, Room, RoomEvent> TYPE =
                DeciderType.of("Room", Decider.of(new Room(Set.of()), Room::decide, Room::evolve), RoomEvent.class);

        static List<RoomEvent> decide(RoomCommand command, Room room) {
            if (command instanceof Book book) {
                if (room.taken.contains(book.day())) {
                    throw new IllegalStateException(book.day() + " is taken");
                }
                return List.of(new Booked(book.day()));
            }
            Cancel cancel = (Cancel) command;
            return room.taken.contains(cancel.day()) ? List.of(new Cancelled(cancel.day())) : List.of();
        }

        static Room evolve(Room room, RoomEvent event) {
            Set<String> taken = new TreeSet<>(room.taken);
            if (event instanceof Booked booked) {
                taken.add(booked.day());
            } else if (event instanceof Cancelled cancelled) {
                taken.remove(cancelled.day());
            }
            return new Room(taken);
        }
    }
    // endregion

    @Test
    void a_command_leads_to_events_and_a_state() {
        // region: decide
        Decision<Room, RoomEvent> decision = rooms.decide("r-1", new Book("Monday"));
        // endregion

        assertThat(decision.events()).containsExactly(new Booked("Monday"));
        assertThat(decision.state().taken()).containsExactly("Monday");
        assertThat(decision.version()).isEqualTo(1);
    }

    @Test
    void a_command_that_changes_nothing_stores_nothing() {
        Decision<Room, RoomEvent> decision = rooms.decide("r-1", new Cancel("Monday"));

        assertThat(decision.events()).isEmpty();
        assertThat(decision.version()).isZero();
        assertThat(store.lastPosition()).isZero();
    }

    @Test
    void a_rejection_passes_as_it_is() {
        rooms.decide("r-1", new Book("Monday"));

        assertThatThrownBy(() -> rooms.decide("r-1", new Book("Monday")))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("Monday is taken");
        assertThat(store.lastPosition()).isEqualTo(1);
    }

    @Test
    void what_never_happened_is_the_initial_state_at_version_0() {
        // region: load
        Versioned<Room> now = rooms.load("r-1");
        // endregion

        assertThat(now).isEqualTo(new Versioned<>(new Room(Set.of()), 0));
        assertThatThrownBy(() -> rooms.loadAt("r-1", 1)).isInstanceOf(AggregateNotFoundException.class);
    }

    @Test
    void rules_are_tested_as_functions() {
        // region: test
        Room room = new Room(Set.of("Monday"));

        assertThat(Room.decide(new Book("Tuesday"), room)).containsExactly(new Booked("Tuesday"));
        assertThat(Room.evolve(room, new Cancelled("Monday")).taken()).isEmpty();
        // endregion
    }

    @Test
    void a_builder_refuses_to_build_while_a_type_has_no_function() {
        assertThatThrownBy(() -> Decider.builder(RoomCommand.class, new Room(Set.of()), RoomEvent.class)
                        .decide(Book.class, (book, room) -> List.of(new Booked(book.day())))
                        .evolve(Booked.class, Room::evolve)
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Cancel");
    }
}
