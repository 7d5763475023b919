package dev.mink.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * Remembers what came of commands, by their idempotency keys, in the same transactions as their events.
 *
 * @param <T> the transactions of the storage
 */
public interface IdempotencyStore<T> {

    /**
     * Reserves a key for the transaction, unless a result is remembered under it.
     *
     * <p>While another transaction holds the key, this waits for its end; or, if told not to, throws.
     *
     * @param transaction an open transaction of the storage
     * @param key at most 255 characters
     * @param now results that expire at or before this are as good as forgotten
     * @param wait whether to wait for another transaction that holds the key
     * @return what is remembered; empty if the key is reserved now
     * @throws KeyInUseException if another transaction holds the key, and this must not wait
     */
    Optional<RememberedResult> reserve(T transaction, String key, Instant now, boolean wait);

    /**
     * Remembers a result under a key that the same transaction has reserved.
     *
     * @param expires when it may be forgotten
     */
    void remember(T transaction, String key, RememberedResult result, Instant expires);

    /**
     * Forgets results that expire at or before an instant.
     *
     * @param limit at most so many, from 1
     * @return how many were forgotten
     */
    int forget(Instant expired, int limit);
}
