package dev.mink.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * Remembers what came of commands, by their idempotency keys, in the same transactions as their events.
 * Thread-safe. Every method throws {@link dev.mink.StorageException} where the storage fails.
 *
 * @param <T> the transactions of the storage
 */
public interface IdempotencyStore<T> {

    /**
     * Reserves a key until the end of the transaction, and tells what is remembered under it. A transaction
     * that ends without {@link #remember} leaves the key as it was.
     *
     * <p>While another transaction holds the key, this waits for its end, unless told not to.
     *
     * @param transaction an open transaction of the storage
     * @param key 1 to 255 characters that can be stored, to be told apart exactly
     * @param now results that expire at or before this are as good as forgotten
     * @param wait whether to wait for another transaction that holds the key
     * @return what is remembered, if anything is
     * @throws KeyInUseException if another transaction holds the key, and this must not wait, waits in vain,
     *     or is interrupted while it waits, after which the thread is still interrupted
     */
    Optional<RememberedResult> reserve(T transaction, String key, Instant now, boolean wait);

    /**
     * Remembers a result under a key that the same transaction has reserved, from its commit on and in place
     * of what has expired.
     *
     * @param result its texts are kept as they are, however long
     * @param expires when it may be forgotten
     */
    void remember(T transaction, String key, RememberedResult result, Instant expires);

    /**
     * Forgets results that expire at or before an instant, in a transaction of its own. Does not wait for keys
     * that are in use.
     *
     * @param limit at most so many, from 1
     * @return how many were forgotten
     */
    int forget(Instant expired, int limit);
}
