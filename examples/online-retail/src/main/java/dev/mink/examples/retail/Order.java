package dev.mink.examples.retail;

import dev.mink.AggregateType;
import dev.mink.examples.retail.OrderEvent.Completed;
import dev.mink.examples.retail.OrderEvent.LineAdded;
import dev.mink.examples.retail.OrderEvent.Placed;
import dev.mink.examples.retail.OrderEvent.StockWrittenOff;
import dev.mink.examples.retail.OrderEvent.UnpricedLineAdded;
import java.math.BigDecimal;
import java.time.LocalDateTime;

/** Goods sold. The shop also booked losses and finds of stock as orders, without a price. */
final class Order extends Document<OrderEvent> {
    static final AggregateType<Order, OrderEvent> TYPE = AggregateType.of("Order", Order::new, OrderEvent.class);

    Order(String number) {
        super(number);
    }

    @Override
    OrderEvent opening(Heading heading) {
        return new Placed(heading.customerId(), heading.country(), heading.at());
    }

    @Override
    OrderEvent line(Item item) {
        String description = item.description();
        if (item.quantity() == 0) {
            return new LineQuestioned(item, "the quantity is zero");
        }
        if (item.unitPrice().signum() == 0) {
            return item.quantity() > 0
                    ? new UnpricedLineAdded(item.sku(), description, item.quantity())
                    : new StockWrittenOff(item.sku(), description, -item.quantity());
        }
        if (item.unitPrice().signum() < 0) {
            return new LineQuestioned(item, "the price is negative");
        }
        if (item.quantity() < 0) {
            return new LineQuestioned(item, "goods with a price go back on a credit note");
        }
        if (description == null) {
            return new LineQuestioned(item, "there is no description");
        }
        return new LineAdded(item.sku(), description, item.quantity(), item.unitPrice());
    }

    @Override
    OrderEvent closing(Heading opened, int lines, BigDecimal total, LocalDateTime at) {
        return new Completed(opened.customerId(), opened.country(), lines, total, at);
    }
}
