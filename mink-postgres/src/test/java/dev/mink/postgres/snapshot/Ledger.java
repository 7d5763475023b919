package dev.mink.postgres.snapshot;

import dev.mink.Aggregate;
import dev.mink.AggregateType;
import dev.mink.Decider;
import dev.mink.DeciderType;
import java.util.ArrayList;
import java.util.List;

/** Something whose state depends on each of its events and on their order. */
final class Ledger extends Aggregate<Ledger.Event> {

    static final AggregateType<Ledger, Event> TYPE = AggregateType.of("Ledger", Ledger::new, Event.class);

    static final DeciderType<Long, State, Event> DECIDER = DeciderType.of(
            "Decided",
            Decider.of(
                    new State(7, List.of()), (value, state) -> List.of(new Booked(value), new Closed()), Ledger::after),
            Event.class);

    private long digest = 7;
    private List<Long> last = new ArrayList<>();

    Ledger(String id) {
        super(id);
    }

    void book(long value) {
        raise(new Booked(value));
    }

    void close() {
        raise(new Closed());
    }

    State state() {
        return new State(digest, last);
    }

    void restore(State state) {
        digest = state.digest();
        last = state.last();
    }

    @Override
    protected void apply(Event event) {
        State next = after(new State(digest, last), event);
        digest = next.digest();
        last.clear();
        last.addAll(next.last());
    }

    private static State after(State state, Event event) {
        if (event instanceof Booked booked) {
            List<Long> last = new ArrayList<>(state.last());
            last.add(booked.value());
            return new State(
                    31 * state.digest() + booked.value(),
                    List.copyOf(last.subList(Math.max(0, last.size() - 5), last.size())));
        }
        return new State(31 * state.digest() + 1, List.of());
    }

    /** What can happen. */
    sealed interface Event {}

    record Booked(long value) implements Event {}

    record Closed() implements Event {}

    record State(long digest, List<Long> last) {}
}
