package dev.mink.memory;

import dev.mink.spi.IdempotencyStore;
import dev.mink.spi.KeyInUseException;
import dev.mink.spi.RememberedResult;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Results in memory. One transaction runs at a time, so whoever asks for a key that another thread has
 * reserved waits for the storage. A key that is in use nonetheless is so further outside on the same
 * thread, for which one would wait in vain.
 */
final class MemoryIdempotency implements IdempotencyStore<MemoryTransaction> {

    private final InMemoryStorage storage;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, MemoryTransaction> reserved = new HashMap<>();

    MemoryIdempotency(InMemoryStorage storage) {
        this.storage = storage;
    }

    @Override
    public Optional<RememberedResult> reserve(MemoryTransaction transaction, String key, Instant now, boolean wait) {
        transaction.requireOpenOn(storage);
        MemoryTransaction holder = reserved.putIfAbsent(key, transaction);
        if (holder == null) {
            transaction.onEnd(() -> reserved.remove(key));
        } else if (holder != transaction) {
            throw new KeyInUseException(key);
        }
        Entry entry = entries.get(key);
        return entry == null || !entry.expires().isAfter(now) ? Optional.empty() : Optional.of(entry.result());
    }

    @Override
    public void remember(MemoryTransaction transaction, String key, RememberedResult result, Instant expires) {
        transaction.requireOpenOn(storage);
        Entry before = entries.put(key, new Entry(result, expires));
        transaction.onRollback(() -> {
            if (before == null) {
                entries.remove(key);
            } else {
                entries.put(key, before);
            }
        });
    }

    @Override
    public int forget(Instant expired, int limit) {
        return storage.transact(transaction -> {
            int forgotten = 0;
            for (Iterator<Entry> all = entries.values().iterator(); all.hasNext() && forgotten < limit; ) {
                if (!all.next().expires().isAfter(expired)) {
                    all.remove();
                    forgotten++;
                }
            }
            return forgotten;
        });
    }

    private record Entry(RememberedResult result, Instant expires) {}
}
