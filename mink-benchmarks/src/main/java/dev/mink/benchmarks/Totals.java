package dev.mink.benchmarks;

/** What is made of events when they are read: a small fold that touches each of them. */
final class Totals {

    private long events;
    private long quantity;

    void add(OrderEvent event) {
        events++;
        if (event instanceof OrderEvent.LineAdded line) {
            quantity += line.quantity();
        }
    }

    long events() {
        return events;
    }

    long quantity() {
        return quantity;
    }

    @Override
    public String toString() {
        return events + " events, quantity " + quantity;
    }

    State state() {
        return new State(events, quantity);
    }

    void restore(State state) {
        events = state.events();
        quantity = state.quantity();
    }

    /** What a snapshot has. */
    record State(long events, long quantity) {}
}
