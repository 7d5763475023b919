package dev.mink.spi;

import dev.mink.AppendResult;
import dev.mink.StreamId;
import dev.mink.StreamInfo;
import dev.mink.StreamQuery;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Hands every operation on to another log: what decorators extend, to override the few that they are about. */
public abstract class ForwardingLog implements EventLog {

    private final EventLog to;

    /** Hands on to this one. */
    protected ForwardingLog(EventLog to) {
        this.to = Objects.requireNonNull(to, "log");
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
    public StreamTail readTail(StreamQuery query, String schema) {
        return to.readTail(query, schema);
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
}
