package dev.mink.examples.observability;

import java.math.BigDecimal;

/** What can happen to an order. */
sealed interface OrderEvent {
    record Placed(String customerId) implements OrderEvent {}

    record LineAdded(String sku, int quantity, BigDecimal unitPrice) implements OrderEvent {}

    record Paid(BigDecimal amount) implements OrderEvent {}

    record Shipped(String country) implements OrderEvent {}
}
