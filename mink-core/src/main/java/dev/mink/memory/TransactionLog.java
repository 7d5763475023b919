package dev.mink.memory;

import dev.mink.AppendResult;
import dev.mink.StreamId;
import dev.mink.StreamInfo;
import dev.mink.StreamQuery;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventLog;
import dev.mink.spi.FeedRange;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StreamTail;
import java.util.List;
import java.util.Optional;

/** The storage as seen from one of its transactions, as long as that is open. */
record TransactionLog(InMemoryStorage storage, MemoryTransaction transaction) implements EventLog {

    private InMemoryStorage open() {
        transaction.requireOpenOn(storage);
        return storage;
    }

    @Override
    public List<AppendResult> append(AppendRequest request) {
        InMemoryStorage open = open();
        try {
            return open.append(request);
        } catch (RuntimeException e) {
            transaction.fail();
            throw e;
        }
    }

    @Override
    public List<StoredEvent> readStream(StreamQuery query) {
        return open().readStream(query);
    }

    @Override
    public StreamTail readTail(StreamQuery query, String schema) {
        return open().readTail(query, schema);
    }

    @Override
    public List<StoredEvent> readFeed(FeedRange range) {
        return open().readFeed(range);
    }

    @Override
    public Optional<StreamInfo> streamInfo(StreamId stream) {
        return open().streamInfo(stream);
    }

    @Override
    public List<StreamInfo> streams(String prefix, String after, int limit) {
        return open().streams(prefix, after, limit);
    }

    @Override
    public long lastPosition() {
        return open().lastPosition();
    }

    @Override
    public long safePosition() {
        return open().safePosition();
    }
}
