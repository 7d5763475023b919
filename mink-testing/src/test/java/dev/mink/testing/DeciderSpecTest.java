package dev.mink.testing;

import static dev.mink.testing.EventMatcher.any;
import static dev.mink.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.Decider;
import dev.mink.DeciderType;
import dev.mink.testing.DeciderSpecTest.RoomCommand.Book;
import dev.mink.testing.DeciderSpecTest.RoomCommand.Cancel;
import dev.mink.testing.DeciderSpecTest.RoomEvent.Booked;
import dev.mink.testing.DeciderSpecTest.RoomEvent.Cancelled;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DeciderSpecTest {

    sealed interface RoomCommand {
        record Book(String day, String guest) implements RoomCommand {}

        record Cancel(String day) implements RoomCommand {}
    }

    sealed interface RoomEvent {
        record Booked(String day, String guest) implements RoomEvent {}

        record Cancelled(String day) implements RoomEvent {}
    }

    record Room(Set<String> taken, String lastGuest) {

        static final Room EMPTY = new Room(Set.of(), "");

        static List<RoomEvent> decide(RoomCommand command, Room room) {
            if (command instanceof Book book) {
                if (room.taken.contains(book.day)) {
                    throw new IllegalStateException(book.day + " is taken");
                }
                return List.of(new Booked(book.day, book.guest));
            }
            Cancel cancel = (Cancel) command;
            return room.taken.contains(cancel.day) ? List.of(new Cancelled(cancel.day)) : List.of();
        }

        Room evolve(RoomEvent event) {
            Set<String> days = new TreeSet<>(taken);
            if (event instanceof Booked booked) {
                days.add(booked.day);
                return new Room(days, booked.guest);
            }
            days.remove(((Cancelled) event).day);
            return new Room(days, lastGuest);
        }
    }

    private static final DeciderType<RoomCommand, Room, RoomEvent> TYPE =
            DeciderType.of("Room", Decider.of(Room.EMPTY, Room::decide, Room::evolve), RoomEvent.class);

    private static final DeciderSpec<RoomCommand, Room, RoomEvent> FREE = DeciderSpec.of(TYPE);
    private static final DeciderSpec<RoomCommand, Room, RoomEvent> TAKEN = FREE.given(new Booked("Monday", "Ann"));

    @Test
    void a_command_leads_to_events_and_a_state() {
        TAKEN.when(new Book("Tuesday", "Bob"))
                .then(new Booked("Tuesday", "Bob"))
                .thenMatching(any(Booked.class))
                .thenState(new Room(Set.of("Monday", "Tuesday"), "Bob"))
                .thenState(room -> assertThat(room.taken()).contains("Monday"));
    }

    @Test
    void given_again_is_given_in_addition() {
        TAKEN.given(new Booked("Tuesday", "Bob"), new Cancelled("Monday"))
                .when(new Cancel("Monday"))
                .thenNothing()
                .thenState(new Room(Set.of("Tuesday"), "Bob"));
        TAKEN.when(new Cancel("Monday")).then(new Cancelled("Monday"));
    }

    @Test
    void a_command_is_refused_with_an_exception() {
        TAKEN.when(new Book("Monday", "Bob"))
                .thenThrows(IllegalStateException.class, e -> assertThat(e).hasMessage("Monday is taken"));
    }

    @Test
    void an_error_is_no_outcome() {
        DeciderType<RoomCommand, Room, RoomEvent> broken = DeciderType.of(
                "Room",
                Decider.of(
                        Room.EMPTY,
                        (command, room) -> {
                            throw new AssertionError("broken");
                        },
                        Room::evolve),
                RoomEvent.class);

        assertThatThrownBy(() -> DeciderSpec.of(broken).when(new Cancel("Monday")))
                .isInstanceOf(AssertionError.class)
                .hasMessage("broken");
    }

    @Test
    void what_was_given_and_cannot_be_replayed_is_no_outcome() {
        DeciderType<RoomCommand, Room, RoomEvent> broken = DeciderType.of(
                "Room",
                Decider.of(Room.EMPTY, Room::decide, (room, event) -> {
                    throw new IllegalStateException("cannot evolve");
                }),
                RoomEvent.class);

        assertThatThrownBy(() -> DeciderSpec.of(broken)
                        .given(new Cancelled("Monday"))
                        .when(new Cancel("Monday"))
                        .thenThrows(IllegalStateException.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cannot evolve");
    }

    @Test
    void a_decider_without_a_list_is_told() {
        DeciderType<RoomCommand, Room, RoomEvent> silent =
                DeciderType.of("Room", Decider.of(Room.EMPTY, (command, room) -> null, Room::evolve), RoomEvent.class);

        assertFails(() -> DeciderSpec.of(silent).when(new Cancel("Monday")).thenNothing(), """
                expected: nothing
                but this was thrown:
                  java.lang.NullPointerException: the events that dev.mink.testing.DeciderSpecTest$RoomCommand$Cancel \
                led to: give an empty list for none""");
    }

    @Test
    void what_is_given_must_be_something() {
        assertThatNullPointerException()
                .isThrownBy(() -> FREE.given((RoomEvent) null))
                .withMessage("given event 1 is null");
        assertThatNullPointerException().isThrownBy(() -> FREE.when(null)).withMessage("command");
        assertThatNullPointerException()
                .isThrownBy(() -> DeciderSpec.of((DeciderType<RoomCommand, Room, RoomEvent>) null))
                .withMessage("decider type");
    }

    @Test
    void another_state_is_shown_with_what_differs() {
        assertFails(() -> TAKEN.when(new Cancel("Monday")).thenState(new Room(Set.of("Monday"), "Ann")), """
                expected the state:
                  Room[taken=[Monday], lastGuest=Ann]
                but was:
                  Room[taken=[], lastGuest=Ann]
                difference:
                  taken expected [Monday] but was []""");
    }

    @Test
    void an_exception_instead_of_a_state_is_shown_and_is_the_cause() {
        AssertionError failure =
                assertFails(() -> TAKEN.when(new Book("Monday", "Bob")).thenState(Room.EMPTY), """
                expected a state
                but this was thrown:
                  java.lang.IllegalStateException: Monday is taken""");
        assertThat(failure).hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void other_events_are_shown_with_what_differs() {
        assertFails(() -> TAKEN.when(new Book("Tuesday", "Bob")).then(new Booked("Tuesday", "Bobby")), """
                expected:
                  1. Booked[day=Tuesday, guest=Bobby]
                but was:
                  1. Booked[day=Tuesday, guest=Bob]
                difference:
                  event 1, Booked: guest expected "Bobby" but was "Bob\"""");
    }
}
