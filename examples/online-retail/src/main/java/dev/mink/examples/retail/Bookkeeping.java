package dev.mink.examples.retail;

import dev.mink.Mink;
import dev.mink.command.Middleware;
import dev.mink.command.WhileRunning;
import dev.mink.examples.retail.EnterDocument.EnterAdjustment;
import dev.mink.examples.retail.EnterDocument.EnterCreditNote;
import dev.mink.examples.retail.EnterDocument.EnterOrder;
import dev.mink.spi.EventStorage;
import java.time.Duration;

/** How documents get into the books, and what is kept of them to be read. */
final class Bookkeeping {
    /** A document is known as long as the books are kept. */
    private static final Duration FOR_GOOD = Duration.ofDays(36_500);

    /** How long after a crash the views stand still. */
    private static final Duration LEASE = Duration.ofSeconds(3);

    private Bookkeeping() {}

    /**
     * @param firstPause how long to wait before a command is repeated when the storage failed
     */
    static <T> Mink.Builder<T> in(EventStorage<T> storage, Duration firstPause) {
        return Mink.builder(storage)
                .handle(EnterOrder.class, Order.TYPE, EnterOrder::number, Document::enter)
                .handle(EnterCreditNote.class, CreditNote.TYPE, EnterCreditNote::number, Document::enter)
                .handle(EnterAdjustment.class, BadDebtAdjustment.TYPE, EnterAdjustment::number, Document::enter)
                .middleware(new Patience(firstPause), Middleware.idempotency(FOR_GOOD, WhileRunning.WAIT))
                .async(Views.COUNTRIES)
                .async(Views.PRODUCTS)
                .async(Views.MONTHS)
                .async(Views.CUSTOMERS)
                .projections(settings -> settings.leaseDuration(LEASE));
    }
}
