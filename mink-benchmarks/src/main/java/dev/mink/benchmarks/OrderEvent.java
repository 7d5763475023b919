package dev.mink.benchmarks;

import java.math.BigDecimal;

/** The events that all contenders store, about 150 bytes of JSON each. */
sealed interface OrderEvent {

    record Placed(String orderId, String customerId, String country, String currency, String channel, String note)
            implements OrderEvent {}

    record LineAdded(
            String orderId, String sku, String description, int quantity, BigDecimal unitPrice, BigDecimal taxRate)
            implements OrderEvent {}

    record Shipped(String orderId, String carrier, String trackingNumber, String warehouse, int parcels)
            implements OrderEvent {}
}
