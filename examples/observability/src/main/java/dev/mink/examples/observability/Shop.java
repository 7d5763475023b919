package dev.mink.examples.observability;

import dev.mink.Instrumentation;
import dev.mink.Mink;
import dev.mink.command.CommandResult;
import dev.mink.command.Middleware;
import dev.mink.examples.observability.OrderCommand.Pay;
import dev.mink.spi.EventStorage;
import java.sql.Connection;
import java.util.List;

/** Everything of the shop put together, and watched. */
final class Shop {
    private Shop() {}

    /**
     * The shop, not yet started.
     *
     * @param watching what watches it, the outermost first
     */
    static Mink<Connection> over(EventStorage<Connection> storage, Bank bank, List<Instrumentation> watching) {
        Mink.Builder<Connection> shop = Mink.builder(storage);
        watching.forEach(shop::instrument);
        return shop.handle(OrderCommand.class, OrderRules.TYPE, OrderCommand::orderId)
                .handle(
                        Reserve.class,
                        Stock.TYPE,
                        Reserve::sku,
                        (stock, reserve) -> stock.reserve(reserve.orderId(), reserve.pieces()))
                .handle(TakePayment.class, (take, context) -> {
                    bank.collect(take.amount());
                    context.store()
                            .repository(OrderRules.TYPE)
                            .decide(take.orderId(), new Pay(take.orderId(), take.amount()));
                    return CommandResult.done();
                })
                .middleware(
                        Middleware.correlation(),
                        Middleware.causation(),
                        Middleware.logging(),
                        Middleware.validation(),
                        Middleware.retryOnConflict(10),
                        Middleware.idempotency())
                .inline(ReadModels.ORDERS)
                .async(ReadModels.SALES)
                .async(ReadModels.LABELS)
                .build();
    }
}
