package dev.mink.examples.quickstart;

import java.math.BigDecimal;

// region: events
/** What can happen to an order. */
public sealed interface OrderEvent {
    record Placed(String customerId) implements OrderEvent {}

    record LineAdded(String sku, int quantity, BigDecimal unitPrice) implements OrderEvent {}

    record Shipped(String trackingNumber) implements OrderEvent {}
}
// endregion
