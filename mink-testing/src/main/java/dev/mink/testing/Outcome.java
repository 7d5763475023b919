package dev.mink.testing;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What came of an action: events and a state, or an exception. Each check throws an {@link AssertionError}
 * that shows what differs, and returns this, so that checks can follow each other.
 *
 * @param <S> the state: the aggregate itself, or the state of a decider
 * @param <E> the events
 */
public final class Outcome<S, E> {

    private final @Nullable Done<S, E> done;
    private final @Nullable RuntimeException thrown;

    private Outcome(@Nullable Done<S, E> done, @Nullable RuntimeException thrown) {
        this.done = done;
        this.thrown = thrown;
    }

    static <S, E> Outcome<S, E> of(Supplier<Done<S, E>> action) {
        try {
            return new Outcome<>(action.get(), null);
        } catch (RuntimeException e) {
            return new Outcome<>(null, e);
        }
    }

    /** Exactly these events were raised, in this order; records are compared by value. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final Outcome<S, E> then(E... expected) {
        EventDifference.requireSame(List.of(expected), done().events());
        return this;
    }

    /** As many events were raised as there are matchers, and each matches in its order. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final Outcome<S, E> thenMatching(EventMatcher<? super E>... matchers) {
        EventDifference.requireMatch(List.of(matchers), done().events());
        return this;
    }

    /** No event was raised, and nothing was thrown. */
    public Outcome<S, E> thenNothing() {
        EventDifference.requireSame(List.of(), done().events());
        return this;
    }

    /** The state afterwards passes a check, usually one of assertions. */
    public Outcome<S, E> thenState(Consumer<? super S> check) {
        Objects.requireNonNull(check, "check").accept(done().state());
        return this;
    }

    /** The action threw an exception of this type. */
    public Outcome<S, E> thenThrows(Class<? extends RuntimeException> type) {
        return thenThrows(type, e -> {});
    }

    /** The action threw an exception of this type, which passes a check. */
    public <X extends RuntimeException> Outcome<S, E> thenThrows(Class<X> type, Consumer<? super X> check) {
        RuntimeException actual = thrown;
        if (actual == null) {
            throw new AssertionError("expected " + type.getName() + " but nothing was thrown; "
                    + EventDifference.list("raised", done().events()));
        }
        if (!type.isInstance(actual)) {
            throw new AssertionError("expected " + type.getName() + " but was " + actual, actual);
        }
        check.accept(type.cast(actual));
        return this;
    }

    private Done<S, E> done() {
        if (done == null) {
            throw new AssertionError("expected events but " + thrown + " was thrown", thrown);
        }
        return done;
    }

    /**
     * What an action did that was not refused.
     *
     * @param state the state afterwards
     * @param events the events raised
     * @param <S> the state
     * @param <E> the events
     */
    record Done<S, E>(S state, List<E> events) {

        Done {
            events = List.copyOf(events);
        }
    }
}
