package dev.mink.examples.retail;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The event of one line of a document. */
sealed interface Line
        permits OrderEvent.LineAdded,
                OrderEvent.UnpricedLineAdded,
                OrderEvent.StockWrittenOff,
                CreditNoteEvent.LineCredited,
                BadDebtEvent.DebtAdjusted,
                LineQuestioned {
    String sku();

    @Nullable
    String description();

    /** What the line adds to the shop's net total, in GBP. */
    BigDecimal amount();
}
