package dev.mink.testing.contract;

import dev.mink.AppendResult;
import dev.mink.StreamId;
import dev.mink.StreamInfo;
import dev.mink.StreamQuery;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventLog;
import dev.mink.spi.FeedRange;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StreamAppend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Does what another log does, but for what a subclass breaks. */
class SabotagedLog implements EventLog {

    EventLog log;

    SabotagedLog(EventLog log) {
        this.log = log;
    }

    @Override
    public List<AppendResult> append(AppendRequest request) {
        return log.append(request);
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

    /** Appends the streams of a request one after the other. */
    static UnaryOperator<EventLog> appending(BiFunction<EventLog, StreamAppend, List<AppendResult>> append) {
        return log -> new SabotagedLog(log) {
            @Override
            public List<AppendResult> append(AppendRequest request) {
                List<AppendResult> results = new ArrayList<>();
                request.streams().forEach(each -> results.addAll(append.apply(log, each)));
                return results;
            }
        };
    }

    /** Changes requests. */
    static UnaryOperator<EventLog> requesting(UnaryOperator<List<StreamAppend>> change) {
        return log -> new SabotagedLog(log) {
            @Override
            public List<AppendResult> append(AppendRequest request) {
                return log.append(new AppendRequest(change.apply(request.streams())));
            }
        };
    }

    /** Changes events before they are stored. */
    static UnaryOperator<EventLog> keeping(UnaryOperator<NewEvent> change) {
        return requesting(appends -> appends.stream()
                .map(append -> new StreamAppend(
                        append.stream(),
                        append.expected(),
                        append.events().stream().map(change).toList()))
                .toList());
    }

    /** Changes results of appends. */
    static UnaryOperator<EventLog> giving(UnaryOperator<List<AppendResult>> change) {
        return log -> new SabotagedLog(log) {
            @Override
            public List<AppendResult> append(AppendRequest request) {
                return change.apply(log.append(request));
            }
        };
    }

    /** Changes queries of streams. */
    static UnaryOperator<EventLog> reading(UnaryOperator<StreamQuery> change) {
        return log -> new SabotagedLog(log) {
            @Override
            public List<StoredEvent> readStream(StreamQuery query) {
                return log.readStream(change.apply(query));
            }
        };
    }

    /** Changes queries of the feed. */
    static UnaryOperator<EventLog> feeding(UnaryOperator<FeedRange> change) {
        return log -> new SabotagedLog(log) {
            @Override
            public List<StoredEvent> readFeed(FeedRange range) {
                return log.readFeed(change.apply(range));
            }
        };
    }

    /** Changes events that are read. */
    static UnaryOperator<EventLog> showing(UnaryOperator<StoredEvent> change) {
        return log -> new SabotagedLog(log) {
            @Override
            public List<StoredEvent> readStream(StreamQuery query) {
                return log.readStream(query).stream().map(change).toList();
            }

            @Override
            public List<StoredEvent> readFeed(FeedRange range) {
                return log.readFeed(range).stream().map(change).toList();
            }
        };
    }

    /** Lists streams in another way. */
    static UnaryOperator<EventLog> listing(BiFunction<EventLog, Listing, List<StreamInfo>> list) {
        return log -> new SabotagedLog(log) {
            @Override
            public List<StreamInfo> streams(String prefix, String after, int limit) {
                return list.apply(log, new Listing(prefix, after, limit));
            }
        };
    }

    /** What is asked for when streams are listed. */
    record Listing(String prefix, String after, int limit) {}
}
