package dev.mink.examples.retail;

import dev.mink.StorageException;
import dev.mink.StorageException.Outcome;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.ForwardingStorage;
import dev.mink.spi.IdempotencyStore;
import dev.mink.spi.RememberedResult;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Loses the connection in the first two transactions of each key: once before the commit, once behind it. */
final class UnreliableStorage extends ForwardingStorage<MemoryTransaction> {
    /** How often each key was asked for; touched in transactions only, of which one runs at a time. */
    private final Map<String, Integer> attempts = new HashMap<>();

    private int attempt;

    UnreliableStorage() {
        super(new InMemoryStorage());
    }

    @Override
    public <R, X extends Exception> R transact(Work<MemoryTransaction, R, X> work) throws X {
        boolean[] lost = new boolean[1];
        R result = super.transact(transaction -> {
            attempt = 0;
            R inside = work.in(transaction);
            if (attempt == 1) {
                throw lost();
            }
            lost[0] = attempt == 2;
            return inside;
        });
        if (lost[0]) {
            throw lost();
        }
        return result;
    }

    private static StorageException lost() {
        return new StorageException("the connection was lost", Outcome.UNKNOWN, null);
    }

    @Override
    public Optional<IdempotencyStore<MemoryTransaction>> idempotency() {
        IdempotencyStore<MemoryTransaction> results = super.idempotency().orElseThrow();
        return Optional.of(new IdempotencyStore<>() {
            @Override
            public Optional<RememberedResult> reserve(
                    MemoryTransaction transaction, String key, Instant now, boolean wait) {
                attempt = attempts.merge(key, 1, Integer::sum);
                return results.reserve(transaction, key, now, wait);
            }

            @Override
            public void remember(MemoryTransaction transaction, String key, RememberedResult result, Instant expires) {
                results.remember(transaction, key, result, expires);
            }

            @Override
            public int forget(Instant expired, int limit) {
                return results.forget(expired, limit);
            }
        });
    }
}
