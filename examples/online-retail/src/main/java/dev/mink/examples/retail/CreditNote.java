package dev.mink.examples.retail;

import dev.mink.AggregateType;
import dev.mink.examples.retail.CreditNoteEvent.Issued;
import dev.mink.examples.retail.CreditNoteEvent.LineCredited;
import dev.mink.examples.retail.CreditNoteEvent.Settled;
import java.math.BigDecimal;
import java.time.LocalDateTime;

/** Goods that went back, or a discount. */
final class CreditNote extends Document<CreditNoteEvent> {
    static final AggregateType<CreditNote, CreditNoteEvent> TYPE =
            AggregateType.of("CreditNote", CreditNote::new, CreditNoteEvent.class);

    CreditNote(String number) {
        super(number);
    }

    @Override
    CreditNoteEvent opening(Heading heading) {
        return new Issued(heading.customerId(), heading.country(), heading.at());
    }

    @Override
    CreditNoteEvent line(Item item) {
        String description = item.description();
        if (item.quantity() >= 0) {
            return new LineQuestioned(item, "the quantity is not negative");
        }
        if (item.unitPrice().signum() <= 0) {
            return new LineQuestioned(item, "the price is not positive");
        }
        if (description == null) {
            return new LineQuestioned(item, "there is no description");
        }
        return new LineCredited(item.sku(), description, -item.quantity(), item.unitPrice());
    }

    @Override
    CreditNoteEvent closing(Heading opened, int lines, BigDecimal total, LocalDateTime at) {
        return new Settled(opened.customerId(), opened.country(), lines, total, at);
    }
}
