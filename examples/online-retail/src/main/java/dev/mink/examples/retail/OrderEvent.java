package dev.mink.examples.retail;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** What happens in an order, from placing it to its last line. */
sealed interface OrderEvent
        permits OrderEvent.Placed,
                OrderEvent.LineAdded,
                OrderEvent.UnpricedLineAdded,
                OrderEvent.StockWrittenOff,
                LineQuestioned,
                OrderEvent.Completed {
    record Placed(@Nullable String customerId, String country, LocalDateTime at) implements OrderEvent, Opening {}

    record LineAdded(String sku, String description, int quantity, BigDecimal unitPrice) implements OrderEvent, Line {
        @Override
        public BigDecimal amount() {
            return unitPrice.multiply(BigDecimal.valueOf(quantity));
        }
    }

    /** Goods that left for nothing, or were found and taken into stock. */
    record UnpricedLineAdded(String sku, @Nullable String description, int quantity) implements OrderEvent, Line {
        @Override
        public BigDecimal amount() {
            return BigDecimal.ZERO;
        }
    }

    /** Goods that were lost; the description is the clerk's remark, the quantity how many they were. */
    record StockWrittenOff(String sku, @Nullable String description, int quantity) implements OrderEvent, Line {
        @Override
        public BigDecimal amount() {
            return BigDecimal.ZERO;
        }
    }

    record Completed(@Nullable String customerId, String country, int lines, BigDecimal total, LocalDateTime at)
            implements OrderEvent, Closing {}
}
