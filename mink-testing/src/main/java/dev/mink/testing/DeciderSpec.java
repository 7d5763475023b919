package dev.mink.testing;

import dev.mink.DeciderRepository;
import dev.mink.DeciderType;
import dev.mink.EventStore;
import java.util.List;
import java.util.Objects;
import org.assertj.core.annotation.CheckReturnValue;

/**
 * Tests the rules of a decider as a story: given what has happened, when a command comes, then this
 * happens.
 *
 * <pre>{@code
 * DeciderSpec.of(Room.TYPE)
 *         .given(new Booked("Monday"))
 *         .when(new Book("Tuesday"))
 *         .then(new Booked("Tuesday"));
 * }</pre>
 *
 * <p>All events go through the codec and a store in memory, so an event that could not be stored or read
 * back is found out here. Immutable: a beginning can be kept in a constant and be continued by many tests.
 *
 * @param <C> the commands
 * @param <S> the states
 * @param <E> the events
 */
@CheckReturnValue
public final class DeciderSpec<C, S, E> {

    private static final String ID = "test";

    private final DeciderType<C, S, E> type;
    private final List<E> history;

    private DeciderSpec(DeciderType<C, S, E> type, List<E> history) {
        this.type = type;
        this.history = history;
    }

    /** The story of something to which nothing has happened yet. */
    public static <C, S, E> DeciderSpec<C, S, E> of(DeciderType<C, S, E> type) {
        return new DeciderSpec<>(Objects.requireNonNull(type, "decider type"), List.of());
    }

    /** What has happened before, oldest first, behind what was given already. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final DeciderSpec<C, S, E> given(E... events) {
        return new DeciderSpec<>(type, Events.concat(history, Events.list("given", events)));
    }

    /** Lets the decider decide. What it throws is part of the outcome, but for errors, which are thrown. */
    public Outcome<S, E> when(C command) {
        Objects.requireNonNull(command, "command");
        EventStore<?> store = Events.store(type.events(), type.stream(ID), history);
        DeciderRepository<C, S, E> things = store.repository(type);
        requireReplayable(things);
        List<E> raised;
        try {
            raised = things.decide(ID, command).events();
        } catch (RuntimeException e) {
            return Outcome.thrown(e);
        }
        return Outcome.of(things.load(ID).state(), raised);
    }

    /** What cannot be replayed is a mistake in the story, not its outcome. */
    private static void requireReplayable(DeciderRepository<?, ?, ?> things) {
        things.load(ID);
    }
}
