package dev.mink.examples.retail;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** The event with which a document ends. It sums the document up, so that who wants no lines needs no other event. */
sealed interface Closing permits OrderEvent.Completed, CreditNoteEvent.Settled, BadDebtEvent.AdjustmentBooked {
    /** Null where the shop did not know the customer. */
    @Nullable
    String customerId();

    String country();

    int lines();

    /** What the document adds to the shop's net total, in GBP. */
    BigDecimal total();

    /** When, by the clock of the shop. */
    LocalDateTime at();
}
