package dev.mink.examples.observability;

import dev.mink.command.Idempotent;
import dev.mink.command.SelfValidating;
import dev.mink.command.Violations;
import java.math.BigDecimal;

/** What can be asked of an order. */
sealed interface OrderCommand {
    String orderId();

    /** Takes effect once, however often it arrives. */
    record Place(String orderId, String customerId) implements OrderCommand, Idempotent {
        @Override
        public String idempotencyKey() {
            return "place " + orderId;
        }
    }

    record AddLine(String orderId, String sku, int quantity, BigDecimal unitPrice)
            implements OrderCommand, SelfValidating {
        @Override
        public void validate(Violations violations) {
            violations.require(quantity > 0, "quantity", "must be positive", "positive");
        }
    }

    record Pay(String orderId, BigDecimal amount) implements OrderCommand {}

    record Ship(String orderId, String country) implements OrderCommand {}
}
