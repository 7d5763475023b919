package dev.mink.examples.observability;

import dev.mink.Mink;
import dev.mink.examples.observability.OrderCommand.AddLine;
import dev.mink.examples.observability.OrderCommand.Place;
import dev.mink.examples.observability.OrderCommand.Ship;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** A few orders in a shop. */
final class Orders {
    /** A bank that is always there. */
    static final Bank BANK = new Bank(new RandomGenerator() {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }
    });

    private Orders() {}

    /** One that is done when all projections have it. */
    static void place(Mink<Connection> shop, String id, String country) {
        List.of(
                        new Place(id, "c-1"),
                        new AddLine(id, "mug", 2, BigDecimal.TEN),
                        new TakePayment(id, BigDecimal.valueOf(20)),
                        new Ship(id, country))
                .forEach(command -> shop.dispatch(command).orElseThrow());
        shop.projections().awaitCaughtUp(Duration.ofSeconds(30));
    }
}
