package dev.mink.postgres.kit;

import dev.mink.Aggregate;
import dev.mink.AggregateType;

/** An aggregate that counts. */
public final class Counter extends Aggregate<Fact> {

    public static final AggregateType<Counter, Fact> TYPE = AggregateType.of("Counter", Counter::new, Fact.class);

    private int count;

    private Counter(String id) {
        super(id);
    }

    public void count() {
        raise(new Fact.Noted(count + 1));
    }

    public int counted() {
        return count;
    }

    @Override
    protected void apply(Fact event) {
        count++;
    }
}
