package dev.mink.examples.retail;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** What happens in a credit note. */
sealed interface CreditNoteEvent
        permits CreditNoteEvent.Issued, CreditNoteEvent.LineCredited, LineQuestioned, CreditNoteEvent.Settled {
    record Issued(@Nullable String customerId, String country, LocalDateTime at) implements CreditNoteEvent, Opening {}

    /** The quantity is how many went back, the price what the customer gets for each. */
    record LineCredited(String sku, String description, int quantity, BigDecimal unitPrice)
            implements CreditNoteEvent, Line {
        @Override
        public BigDecimal amount() {
            return unitPrice.multiply(BigDecimal.valueOf(quantity)).negate();
        }
    }

    record Settled(@Nullable String customerId, String country, int lines, BigDecimal total, LocalDateTime at)
            implements CreditNoteEvent, Closing {}
}
