package dev.mink.examples.retail;

import dev.mink.Mink;
import dev.mink.command.Middleware;
import dev.mink.command.WhileRunning;
import dev.mink.examples.retail.EnterDocument.EnterAdjustment;
import dev.mink.examples.retail.EnterDocument.EnterCreditNote;
import dev.mink.examples.retail.EnterDocument.EnterOrder;
import dev.mink.spi.EventStorage;
import java.time.Duration;

/** How documents get into the books. */
final class Bookkeeping {
    /** A document is known as long as the books are kept. */
    private static final Duration FOR_GOOD = Duration.ofDays(36_500);

    private Bookkeeping() {}

    /**
     * @param firstPause how long to wait before a command is repeated when the storage failed
     */
    static <T> Mink<T> in(EventStorage<T> storage, Duration firstPause) {
        return Mink.builder(storage)
                .handle(EnterOrder.class, Order.TYPE, EnterOrder::number, Document::enter)
                .handle(EnterCreditNote.class, CreditNote.TYPE, EnterCreditNote::number, Document::enter)
                .handle(EnterAdjustment.class, BadDebtAdjustment.TYPE, EnterAdjustment::number, Document::enter)
                .middleware(new Patience(firstPause), Middleware.idempotency(FOR_GOOD, WhileRunning.WAIT))
                .build();
    }
}
