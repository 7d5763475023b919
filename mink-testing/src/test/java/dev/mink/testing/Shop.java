package dev.mink.testing;

import dev.mink.ExpectedVersion;
import dev.mink.Mink;
import dev.mink.StreamId;
import dev.mink.command.CommandResult;
import dev.mink.command.Idempotent;
import dev.mink.command.Middleware;
import dev.mink.command.SelfValidating;
import dev.mink.command.Violations;
import dev.mink.schema.EventTypes;
import dev.mink.spi.EventStorage;
import dev.mink.testing.OrderEvent.Address;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;

/** An application for the tests of command specs, put together the same over any storage. */
final class Shop {

    record Place(String orderId, String customerId) {}

    record AddLine(String orderId, String sku, int quantity, BigDecimal unitPrice) implements SelfValidating {
        @Override
        public void validate(Violations violations) {
            violations.require(quantity > 0, "quantity", "must be positive", "positive");
        }
    }

    record Ship(String orderId, Address address) implements Idempotent {
        @Override
        public String idempotencyKey() {
            return "ship " + orderId;
        }
    }

    /** Answers how many lines an order has. */
    record CountLines(String orderId) {}

    /** Notes something about two orders at once. */
    record Link(String orderId, String otherId) {}

    record Explode(Throwable cause) {}

    record Unheard() {}

    record Noted(String text) {}

    private Shop() {}

    static StreamId order(String id) {
        return Order.TYPE.stream(id);
    }

    static StreamId notes(String id) {
        return StreamId.of("Notes", id);
    }

    static <T> Mink<T> mink(EventStorage<T> storage) {
        return mink(storage, Middleware.correlation());
    }

    static <T> Mink<T> mink(EventStorage<T> storage, Middleware outermost) {
        return mink(storage, outermost, Clock.systemUTC());
    }

    static <T> Mink<T> mink(EventStorage<T> storage, Middleware outermost, Clock clock) {
        return Mink.builder(storage)
                .clock(clock)
                .aggregate(Order.TYPE)
                .events(EventTypes.of(Noted.class))
                .handle(Place.class, Order.TYPE, Place::orderId, (order, c) -> order.place(c.customerId()))
                .handle(
                        AddLine.class,
                        Order.TYPE,
                        AddLine::orderId,
                        (order, c) -> order.addLine(c.sku(), c.quantity(), c.unitPrice()))
                .handle(Ship.class, Order.TYPE, Ship::orderId, (order, c) -> order.ship(c.address()))
                .handle(
                        CountLines.class,
                        Long.class,
                        (c, context) -> CommandResult.of(context.store()
                                .read(order(c.orderId()))
                                .filter(event -> event.event() instanceof OrderEvent.LineAdded)
                                .count()))
                .handle(Link.class, (c, context) -> {
                    for (String id : List.of(c.orderId(), c.otherId())) {
                        context.store().append(notes(id), ExpectedVersion.any(), List.of(new Noted(c.toString())));
                    }
                    return CommandResult.done();
                })
                .handle(Explode.class, (c, context) -> {
                    if (c.cause() instanceof Error error) {
                        throw error;
                    }
                    throw (Exception) c.cause();
                })
                .middleware(outermost, Middleware.causation(), Middleware.validation(), Middleware.idempotency())
                .build();
    }
}
