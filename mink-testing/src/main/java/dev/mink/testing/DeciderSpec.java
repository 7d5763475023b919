package dev.mink.testing;

import dev.mink.DeciderType;
import dev.mink.Decision;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.memory.InMemoryStorage;
import java.util.List;
import java.util.Objects;

/**
 * Tests the rules of a decider as a story: given what has happened, when a command comes, then this
 * happens.
 *
 * <p>The events go through the codec and a store in memory. Immutable.
 *
 * @param <C> the commands
 * @param <S> the states
 * @param <E> the events
 */
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

    /** What has happened before, oldest first. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final DeciderSpec<C, S, E> given(E... events) {
        return new DeciderSpec<>(type, List.of(events));
    }

    /** Lets the decider decide. */
    public Outcome<S, E> when(C command) {
        EventStore<?> store = EventStore.of(new InMemoryStorage(), type.events());
        if (!history.isEmpty()) {
            store.append(type.stream(ID), ExpectedVersion.noStream(), history);
        }
        return Outcome.of(() -> {
            Decision<S, E> decision = store.repository(type).decide(ID, command);
            return new Outcome.Done<>(decision.state(), decision.events());
        });
    }
}
