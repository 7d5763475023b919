package dev.mink.testing;

import java.math.BigDecimal;

/** What can happen to an order. */
sealed interface OrderEvent {

    record Placed(String customerId) implements OrderEvent {}

    record LineAdded(String sku, int quantity, BigDecimal unitPrice) implements OrderEvent {}

    record Shipped(Address address) implements OrderEvent {}

    @SuppressWarnings("ArrayRecordComponent")
    record Signed(byte[] signature) implements OrderEvent {}

    record Address(String street, String city) {}
}
