package dev.mink.testing.contract;

import dev.mink.AppendResult;
import dev.mink.StreamId;
import dev.mink.StreamInfo;
import dev.mink.StreamQuery;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventLog;
import dev.mink.spi.EventStorage;
import dev.mink.spi.FeedRange;
import dev.mink.spi.StoredEvent;
import java.util.List;
import java.util.Optional;

/** Hands everything on: what a broken storage overrides. */
class ForwardingStorage<T> implements EventStorage<T> {

    final EventStorage<T> to;

    ForwardingStorage(EventStorage<T> to) {
        this.to = to;
    }

    @Override
    public void start() {
        to.start();
    }

    @Override
    public List<AppendResult> append(AppendRequest request) {
        return to.append(request);
    }

    @Override
    public List<StoredEvent> readStream(StreamQuery query) {
        return to.readStream(query);
    }

    @Override
    public List<StoredEvent> readFeed(FeedRange range) {
        return to.readFeed(range);
    }

    @Override
    public Optional<StreamInfo> streamInfo(StreamId stream) {
        return to.streamInfo(stream);
    }

    @Override
    public List<StreamInfo> streams(String prefix, String after, int limit) {
        return to.streams(prefix, after, limit);
    }

    @Override
    public long lastPosition() {
        return to.lastPosition();
    }

    @Override
    public long safePosition() {
        return to.safePosition();
    }

    @Override
    public EventLog within(T transaction) {
        return to.within(transaction);
    }

    @Override
    public <R, X extends Exception> R transact(Work<T, R, X> work) throws X {
        return to.transact(work);
    }

    @Override
    public void close() {
        to.close();
    }
}
