package dev.mink.examples.observability;

import dev.mink.Mink;
import dev.mink.Repository;
import dev.mink.command.CommandResult;
import dev.mink.examples.observability.OrderCommand.AddLine;
import dev.mink.examples.observability.OrderCommand.Place;
import dev.mink.examples.observability.OrderCommand.Ship;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Customers who order, and a warehouse that restocks, until it is closed. Most of what they ask for is accepted;
 * some is invalid, forbidden, asked twice or at the same time by two, and some fails.
 */
final class Traffic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Traffic.class);
    private static final int CUSTOMERS = 4;
    private static final int DELIVERY = 100;
    private static final BigDecimal PRICE = new BigDecimal("4.50");
    private static final List<String> SKUS = List.of("mug", "tea", "jar");
    private static final List<String> COUNTRIES = List.of("AT", "CH", "DE", "FR");

    private final Mink<?> shop;
    private final RandomGenerator chance;
    private final ScheduledExecutorService people = Executors.newScheduledThreadPool(CUSTOMERS + 1);

    /**
     * @param chance thread-safe
     */
    Traffic(Mink<?> shop, RandomGenerator chance) {
        this.shop = shop;
        this.chance = chance;
    }

    /** Begins; each customer pauses for so long after each order. */
    Traffic start(Duration pause) {
        repeat(this::restock, pause);
        for (int i = 0; i < CUSTOMERS; i++) {
            repeat(this::order, pause);
        }
        return this;
    }

    private void repeat(Runnable task, Duration pause) {
        var unused = people.scheduleWithFixedDelay(() -> attempt(task), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What failed is over: the next order comes all the same. */
    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.debug("given up", e);
        }
    }

    private void order() {
        String id = "o-" + UUID.randomUUID();
        Place place = new Place(id, "c-" + chance.nextInt(100));
        ask(place);
        if (oneIn(10)) {
            ask(place); // a second click
        }
        BigDecimal due = BigDecimal.ZERO;
        for (int line = chance.nextInt(4); line >= 0; line--) {
            String sku = SKUS.get(chance.nextInt(SKUS.size()));
            int pieces = oneIn(20) ? 0 : 1 + chance.nextInt(3);
            if (ask(new AddLine(id, sku, pieces, PRICE))) {
                due = due.add(PRICE.multiply(BigDecimal.valueOf(pieces)));
                ask(new Reserve(sku, id, pieces));
            }
        }
        if (oneIn(10)) {
            ask(new Ship(id, "DE")); // before it is paid
        }
        ask(new TakePayment(id, due));
        ask(new Ship(id, oneIn(200) ? "Atlantis" : COUNTRIES.get(chance.nextInt(COUNTRIES.size()))));
    }

    private void restock() {
        Repository<Stock> stocks = shop.repository(Stock.TYPE);
        for (String sku : SKUS) {
            if (stocks.find(sku).isEmpty()) {
                stocks.create(sku, stock -> stock.receive(DELIVERY));
            }
            stocks.update(sku, stock -> {
                if (stock.isLow()) {
                    stock.receive(DELIVERY);
                }
            });
        }
    }

    private boolean ask(Object command) {
        return shop.dispatch(command) instanceof CommandResult.Accepted;
    }

    private boolean oneIn(int many) {
        return chance.nextInt(many) == 0;
    }

    @Override
    public void close() {
        people.shutdownNow();
        try {
            if (!people.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("some customers are still there");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
