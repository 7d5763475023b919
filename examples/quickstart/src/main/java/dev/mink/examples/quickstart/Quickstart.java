package dev.mink.examples.quickstart;

import dev.mink.FeedQuery;
import dev.mink.Mink;
import dev.mink.RecordedEvent;
import dev.mink.Repository;
import dev.mink.memory.InMemoryStorage;
import java.math.BigDecimal;
import java.util.stream.Stream;

/** An order, its rules and its history, from the first event to the feed. */
public final class Quickstart {
    private Quickstart() {}

    public static void main(String[] args) {
        // region: run
        try (var mink = Mink.builder(new InMemoryStorage())
                .aggregate(Order.TYPE)
                .build()
                .start()) {
            Repository<Order> orders = mink.repository(Order.TYPE);

            orders.create("o-1", order -> order.place("c-1"));
            orders.update("o-1", order -> order.addLine("mug", 2, new BigDecimal("4.50")));
            orders.update("o-1", order -> order.addLine("tea", 1, new BigDecimal("7.20")));
            orders.update("o-1", order -> order.ship("T-1"));

            Order order = orders.load("o-1");
            System.out.println("version " + order.version() + " comes to " + order.total());

            Order earlier = orders.loadAt("o-1", 2);
            System.out.println("version " + earlier.version() + " came to " + earlier.total());

            try {
                orders.update("o-1", late -> late.addLine("jar", 1, new BigDecimal("3.00")));
            } catch (OrderAlreadyShippedException e) {
                System.out.println("refused: " + e.getMessage());
            }

            Stream<RecordedEvent> feed = mink.store().read(FeedQuery.all());
            feed.forEach(e -> System.out.println(e.position() + " " + e.stream() + " " + e.event()));
        }
        // endregion
    }
}
