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

/** Answers everything with nothing; its transactions at least run their work. */
class DoNothingStorage implements EventStorage<String> {

    @Override
    public void start() {}

    @Override
    public List<AppendResult> append(AppendRequest request) {
        return List.of();
    }

    @Override
    public List<StoredEvent> readStream(StreamQuery query) {
        return List.of();
    }

    @Override
    public List<StoredEvent> readFeed(FeedRange range) {
        return List.of();
    }

    @Override
    public Optional<StreamInfo> streamInfo(StreamId stream) {
        return Optional.empty();
    }

    @Override
    public List<StreamInfo> streams(String prefix, String after, int limit) {
        return List.of();
    }

    @Override
    public long lastPosition() {
        return 0;
    }

    @Override
    public long safePosition() {
        return 0;
    }

    @Override
    public EventLog within(String transaction) {
        return this;
    }

    @Override
    public <R, X extends Exception> R transact(Work<String, R, X> work) throws X {
        return work.in("nothing");
    }

    @Override
    public void close() {}
}
