package dev.mink.examples.retail;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** What happens in an adjustment for bad debt. */
sealed interface BadDebtEvent
        permits BadDebtEvent.AdjustmentOpened,
                BadDebtEvent.DebtAdjusted,
                LineQuestioned,
                BadDebtEvent.AdjustmentBooked {
    record AdjustmentOpened(@Nullable String customerId, String country, LocalDateTime at)
            implements BadDebtEvent, Opening {}

    /** The amount is negative where the shop gives up a claim. */
    record DebtAdjusted(String sku, String description, BigDecimal amount) implements BadDebtEvent, Line {}

    record AdjustmentBooked(@Nullable String customerId, String country, int lines, BigDecimal total, LocalDateTime at)
            implements BadDebtEvent, Closing {}
}
