package dev.mink.schema;

import dev.mink.AppendResult;
import dev.mink.StorageException;
import dev.mink.StreamId;
import dev.mink.StreamInfo;
import dev.mink.StreamQuery;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventLog;
import dev.mink.spi.FeedRange;
import dev.mink.spi.StoredEvent;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Fails now and then: before an append, or after it. The more it has done, the rarer. */
final class FailingLog implements EventLog {

    private final EventLog log;
    private final Random random;
    private int appends;

    FailingLog(EventLog log, Random random) {
        this.log = log;
        this.random = random;
    }

    @Override
    public List<AppendResult> append(AppendRequest request) {
        appends++;
        maybeFail();
        List<AppendResult> results = log.append(request);
        maybeFail();
        return results;
    }

    private void maybeFail() {
        if (random.nextInt(20 + appends / 10) == 0) {
            throw new StorageException("no connection", StorageException.Outcome.UNKNOWN, null);
        }
    }

    @Override
    public List<StoredEvent> readStream(StreamQuery query) {
        return log.readStream(query);
    }

    @Override
    public List<StoredEvent> readFeed(FeedRange range) {
        return log.readFeed(range);
    }

    @Override
    public Optional<StreamInfo> streamInfo(StreamId stream) {
        return log.streamInfo(stream);
    }

    @Override
    public List<StreamInfo> streams(String prefix, String after, int limit) {
        return log.streams(prefix, after, limit);
    }

    @Override
    public long lastPosition() {
        return log.lastPosition();
    }

    @Override
    public long safePosition() {
        return log.safePosition();
    }
}
