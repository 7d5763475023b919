package dev.mink.projection;

/**
 * What a projection does with an event.
 *
 * @param <E> the event
 * @param <T> the transactions of the storage
 */
@FunctionalInterface
public interface Handler<E, T> {

    /**
     * Processes an event.
     *
     * @param event what happened
     * @param delivery the rest: the transaction to work in, the event as it was stored
     * @throws Exception if it cannot be processed; what was done in the transaction is undone
     */
    void on(E event, Delivery<T> delivery) throws Exception;
}
