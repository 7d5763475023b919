package dev.mink.examples.observability;

import dev.mink.examples.observability.OrderEvent.LineAdded;
import dev.mink.examples.observability.OrderEvent.Paid;
import dev.mink.examples.observability.OrderEvent.Placed;
import dev.mink.examples.observability.OrderEvent.Shipped;
import dev.mink.projection.Projection;
import dev.mink.projection.View;
import java.math.BigDecimal;
import java.util.Set;

/** What the shop reads: one of each kind, and one with a mistake in it. */
final class ReadModels {
    /** The countries that the shop has parcel labels for. */
    private static final Set<String> LABELLED = Set.of("AT", "CH", "DE", "FR");

    record OrderSummary(String orderId, String customerId, BigDecimal paid, boolean shipped) {}

    record Sales(String sku, long quantity, BigDecimal amount) {
        Sales plus(LineAdded line) {
            BigDecimal more = line.unitPrice().multiply(BigDecimal.valueOf(line.quantity()));
            return new Sales(sku, quantity + line.quantity(), amount.add(more));
        }
    }

    /** In the transactions of the appends: a customer sees at once what was ordered. */
    static final View<OrderSummary> ORDERS = View.of("orders", OrderSummary.class)
            .startWith(id -> new OrderSummary(id, "", BigDecimal.ZERO, false))
            .on(
                    Placed.class,
                    (order, placed) ->
                            new OrderSummary(order.orderId(), placed.customerId(), order.paid(), order.shipped()))
            .on(
                    Paid.class,
                    (order, paid) -> new OrderSummary(
                            order.orderId(), order.customerId(), order.paid().add(paid.amount()), order.shipped()))
            .on(
                    Shipped.class,
                    (order, shipped) -> new OrderSummary(order.orderId(), order.customerId(), order.paid(), true))
            .build();

    /** Soon after the appends. */
    static final View<Sales> SALES = View.of("sales-per-article", Sales.class)
            .startWith(sku -> new Sales(sku, 0, BigDecimal.ZERO))
            .on(LineAdded.class, LineAdded::sku, (sales, line) -> sales.plus(line))
            .build();

    /** Soon after the appends; cannot process a parcel to a country that nobody thought of, which is parked. */
    static final Projection<Object> LABELS = Projection.named("parcel-labels")
            .on(Shipped.class, (shipped, delivery) -> {
                if (!LABELLED.contains(shipped.country())) {
                    throw new IllegalStateException("there is no label for parcels to " + shipped.country());
                }
            })
            .build();

    private ReadModels() {}
}
