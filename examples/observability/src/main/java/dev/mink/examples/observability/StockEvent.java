package dev.mink.examples.observability;

/** What can happen to the stock of an article. */
sealed interface StockEvent {
    record Received(int pieces) implements StockEvent {}

    record Reserved(String orderId, int pieces) implements StockEvent {}
}
