package dev.mink.postgres;

import dev.mink.AppendResult;
import dev.mink.StreamId;
import dev.mink.StreamInfo;
import dev.mink.StreamQuery;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventLog;
import dev.mink.spi.EventStorage;
import dev.mink.spi.FeedRange;
import dev.mink.spi.StoredEvent;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * The storage of {@link PostgresStorage} but for the fence, which its appends do not take: what tests
 * of the feed must find wrong. The schema must be there.
 */
public final class Unfenced implements EventStorage<Connection> {

    private static final String NO_LOCK = "''::text";

    private final Sessions sessions;
    private final Queries queries;
    private final Appends appends;
    private final EventLog log;

    /** Over a data source and a schema. */
    public Unfenced(DataSource dataSource, String schema) {
        Tables tables = new Tables(new SchemaName(schema));
        sessions = new Sessions(dataSource);
        queries = new Queries(tables);
        appends = Appends.alone(tables, NO_LOCK);
        log = new PooledLog(sessions, queries, appends, true, () -> {});
    }

    @Override
    public void start() {}

    @Override
    public void close() {}

    @Override
    public EventLog within(Connection transaction) {
        return new JoinedLog(transaction, queries, appends, new AtomicBoolean());
    }

    @Override
    public <R, X extends Exception> R transact(Work<Connection, R, X> work) throws X {
        return sessions.transact(work);
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
}
