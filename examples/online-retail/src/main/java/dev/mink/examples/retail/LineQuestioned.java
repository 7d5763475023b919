package dev.mink.examples.retail;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A line that makes no sense in its document: kept with its amount, for a human to look at. */
record LineQuestioned(String sku, @Nullable String description, int quantity, BigDecimal unitPrice, String question)
        implements OrderEvent, CreditNoteEvent, BadDebtEvent, Line {
    LineQuestioned(Item item, String question) {
        this(item.sku(), item.description(), item.quantity(), item.unitPrice(), question);
    }

    @Override
    public BigDecimal amount() {
        return unitPrice.multiply(BigDecimal.valueOf(quantity));
    }
}
