package dev.mink.testing;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/**
 * What came of an action: events and a state, or an exception. Each check throws an {@link AssertionError}
 * that shows what differs, and returns this, so that checks can follow each other. Immutable.
 *
 * @param <S> the state: the aggregate itself, or the state of a decider
 * @param <E> the events
 */
public final class Outcome<S, E> {

    private final @Nullable S state;
    private final List<E> events;
    private final @Nullable RuntimeException thrown;

    private Outcome(@Nullable S state, List<E> events, @Nullable RuntimeException thrown) {
        this.state = state;
        this.events = List.copyOf(events);
        this.thrown = thrown;
    }

    static <S, E> Outcome<S, E> of(S state, List<E> events) {
        return new Outcome<>(state, events, null);
    }

    static <S, E> Outcome<S, E> thrown(RuntimeException e) {
        return new Outcome<>(null, List.of(), e);
    }

    /**
     * Exactly these events were raised, in this order. Records are compared by their components, arrays by
     * their elements.
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final Outcome<S, E> then(E... expected) {
        return require(EventDifference.exactly(Events.list("expected", expected)));
    }

    /** As many events were raised as there are matchers, and each matches in its order. */
    public Outcome<S, E> thenMatching(EventMatcher... matchers) {
        return require(List.of(matchers));
    }

    /** No event was raised, and nothing was thrown. */
    public Outcome<S, E> thenNothing() {
        return require(List.of());
    }

    private Outcome<S, E> require(List<EventMatcher> expected) {
        refuseThrown(Events.show("expected", expected));
        EventDifference.between(expected, events).ifPresent(difference -> {
            throw difference.error("", "");
        });
        return this;
    }

    /**
     * The state that follows from all events, as it is loaded from the store again, passes a check, usually
     * one of assertions. What an action changed without an event is not in it.
     */
    public Outcome<S, E> thenState(Consumer<? super S> check) {
        Objects.requireNonNull(check, "check").accept(state());
        return this;
    }

    /** The state that follows from all events is equal to this one; for states that are records. */
    public Outcome<S, E> thenState(S expected) {
        Values.requireSame("expected the state:\n", expected, "but was:\n", state());
        return this;
    }

    private S state() {
        refuseThrown("expected a state\n");
        return Objects.requireNonNull(state);
    }

    private void refuseThrown(String expected) {
        if (thrown != null) {
            throw new AssertionFailedError(expected + "but this was thrown:\n  " + thrown, thrown);
        }
    }

    /** The action threw an exception of this type. */
    public Outcome<S, E> thenThrows(Class<? extends RuntimeException> type) {
        return thenThrows(type, e -> {});
    }

    /** The action threw an exception of this type, which passes a check, usually one of assertions. */
    public <X extends RuntimeException> Outcome<S, E> thenThrows(Class<X> type, Consumer<? super X> check) {
        String expected = "expected to be thrown:\n  " + type.getName() + "\n";
        if (thrown == null) {
            throw new AssertionFailedError(expected + "but nothing was thrown, and " + raised());
        }
        if (!type.isInstance(thrown)) {
            throw new AssertionFailedError(expected + "but this was thrown:\n  " + thrown, thrown);
        }
        check.accept(type.cast(thrown));
        return this;
    }

    private String raised() {
        return events.isEmpty()
                ? "no event was raised"
                : "these events were raised:\n" + Events.show(events).stripTrailing();
    }
}
