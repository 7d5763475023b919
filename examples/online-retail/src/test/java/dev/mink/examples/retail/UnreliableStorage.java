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
import dev.mink.spi.StoredEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Loses the connection in the first two appends to each stream: once before the append, once behind it. */
final class UnreliableStorage implements EventStorage<MemoryTransaction> {
    private final InMemoryStorage storage = new InMemoryStorage();
    private final Map<StreamId, Integer> attempts = new ConcurrentHashMap<>();

    @Override
    public List<AppendResult> append(AppendRequest request) {
        int attempt = attempts.merge(request.streams().get(0).stream(), 1, Integer::sum);
        if (attempt == 1) {
            throw lost();
        }
        List<AppendResult> result = storage.append(request);
        if (attempt == 2) {
            throw lost();
        }
        return result;
    }

    private static StorageException lost() {
        return new StorageException("the connection was lost", Outcome.UNKNOWN, null);
    }

    @Override
    public void start() {
        storage.start();
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
    public <R, X extends Exception> R transact(Work<MemoryTransaction, R, X> work) throws X {
        return storage.transact(work);
    }

    @Override
    public void close() {
        storage.close();
    }
}
