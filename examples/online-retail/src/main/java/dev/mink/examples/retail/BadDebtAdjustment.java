package dev.mink.examples.retail;

import dev.mink.AggregateType;
import dev.mink.examples.retail.BadDebtEvent.AdjustmentBooked;
import dev.mink.examples.retail.BadDebtEvent.AdjustmentOpened;
import dev.mink.examples.retail.BadDebtEvent.DebtAdjusted;
import java.math.BigDecimal;
import java.time.LocalDateTime;

/** A correction of what customers owe and will not pay. */
final class BadDebtAdjustment extends Document<BadDebtEvent> {
    static final AggregateType<BadDebtAdjustment, BadDebtEvent> TYPE =
            AggregateType.of("BadDebtAdjustment", BadDebtAdjustment::new, BadDebtEvent.class);

    BadDebtAdjustment(String number) {
        super(number);
    }

    @Override
    BadDebtEvent opening(Heading heading) {
        return new AdjustmentOpened(heading.customerId(), heading.country(), heading.at());
    }

    @Override
    BadDebtEvent line(Item item) {
        String description = item.description();
        if (item.quantity() != 1) {
            return new LineQuestioned(item, "the quantity of an adjustment is one");
        }
        if (item.unitPrice().signum() == 0) {
            return new LineQuestioned(item, "the amount is zero");
        }
        if (description == null) {
            return new LineQuestioned(item, "there is no description");
        }
        return new DebtAdjusted(item.sku(), description, item.amount());
    }

    @Override
    BadDebtEvent closing(Heading opened, int lines, BigDecimal total, LocalDateTime at) {
        return new AdjustmentBooked(opened.customerId(), opened.country(), lines, total, at);
    }
}
