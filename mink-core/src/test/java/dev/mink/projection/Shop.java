package dev.mink.projection;

import dev.mink.AppendResult;
import dev.mink.ExpectedVersion;
import dev.mink.Mink;
import dev.mink.StreamId;
import dev.mink.fixture.OrderEvent;
import dev.mink.fixture.OrderEvent.Placed;
import dev.mink.fixture.SettableClock;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.EventTypes;
import dev.mink.spi.EventStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Nodes on one storage in memory, driven by hand. */
final class Shop {

    final SettableClock clock = new SettableClock("2026-11-20T10:00:00Z");
    final InMemoryStorage storage = new InMemoryStorage(clock);

    /** The customers of the orders that were processed, in the order in which they were. */
    final List<String> seen = new ArrayList<>();

    /** Those at which the projection fails. */
    final Set<String> poison = new HashSet<>();

    Projection<Object> projection() {
        return Projection.named("orders")
                .on(Placed.class, (placed, delivery) -> see(placed.customerId()))
                .build();
    }

    void see(String customer) {
        if (poison.contains(customer)) {
            throw new IllegalStateException("cannot take " + customer);
        }
        seen.add(customer);
    }

    Mink<MemoryTransaction> node(String name, Consumer<Mink.Builder<MemoryTransaction>> with) {
        return node(name, storage, with);
    }

    /** A node that sees the storage through another one. */
    Mink<MemoryTransaction> node(
            String name, EventStorage<MemoryTransaction> seen, Consumer<Mink.Builder<MemoryTransaction>> with) {
        Mink.Builder<MemoryTransaction> builder = Mink.builder(seen)
                .events(EventTypes.of(OrderEvent.class))
                .clock(clock)
                .projections(settings -> settings.node(name).byHand());
        with.accept(builder);
        return builder.build().start();
    }

    Mink<MemoryTransaction> node(AsyncOptions options) {
        return node("a", mink -> mink.async(projection(), options));
    }

    static AppendResult place(Mink<?> mink, String order, String customer) {
        return mink.store().append(StreamId.of("Order", order), ExpectedVersion.any(), List.of(new Placed(customer)));
    }

    /** Takes turns until there is nothing to do at this moment. */
    static void run(Mink<?> mink) {
        for (int quiet = 0; quiet < 3; ) {
            quiet = mink.projections().runOnce() == 0 ? quiet + 1 : 0;
        }
    }

    void later(Duration time) {
        clock.advance(time);
    }
}
