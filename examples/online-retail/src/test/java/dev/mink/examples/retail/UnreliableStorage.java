package dev.mink.examples.retail;

import dev.mink.AppendResult;
import dev.mink.StorageException;
import dev.mink.StorageException.Outcome;
import dev.mink.StreamId;
import dev.mink.StreamInfo;
import dev.mink.StreamQuery;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventLog;
import dev.mink.spi.EventStorage;
import dev.mink.spi.FeedRange;
import dev.mink.spi.IdempotencyStore;
import dev.mink.spi.ProjectionStore;
import dev.mink.spi.RememberedResult;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.ViewStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loses the connection in the first two transactions of each key: once before the commit, once behind it. */
final class UnreliableStorage implements EventStorage<MemoryTransaction> {
    private final InMemoryStorage storage = new InMemoryStorage();
    /** How often each key was asked for; touched in transactions only, of which one runs at a time. */
    private final Map<String, Integer> attempts = new HashMap<>();

    private int attempt;

    @Override
    public <R, X extends Exception> R transact(Work<MemoryTransaction, R, X> work) throws X {
        boolean[] lost = new boolean[1];
        R result = storage.transact(transaction -> {
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
        IdempotencyStore<MemoryTransaction> results = storage.idempotency().orElseThrow();
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

    @Override
    public Optional<ProjectionStore<MemoryTransaction>> projections() {
        return storage.projections();
    }

    @Override
    public Optional<ViewStore<MemoryTransaction>> views() {
        return storage.views();
    }

    @Override
    public void start() {
        storage.start();
    }

    @Override
    public List<AppendResult> append(AppendRequest request) {
        return storage.append(request);
    }

    @Override
    public List<StoredEvent> readStream(StreamQuery query) {
        return storage.readStream(query);
    }

    @Override
    public List<StoredEvent> readFeed(FeedRange range) {
        return storage.readFeed(range);
    }

    @Override
    public Optional<StreamInfo> streamInfo(StreamId stream) {
        return storage.streamInfo(stream);
    }

    @Override
    public List<StreamInfo> streams(String prefix, String after, int limit) {
        return storage.streams(prefix, after, limit);
    }

    @Override
    public long lastPosition() {
        return storage.lastPosition();
    }

    @Override
    public long safePosition() {
        return storage.safePosition();
    }

    @Override
    public EventLog within(MemoryTransaction transaction) {
        return storage.within(transaction);
    }

    @Override
    public void close() {
        storage.close();
    }
}
