package dev.mink.postgres;

import dev.mink.AppendResult;
import dev.mink.ConcurrencyException;
import dev.mink.StorageException;
import dev.mink.StreamId;
import dev.mink.StreamInfo;
import dev.mink.StreamQuery;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventLog;
import dev.mink.spi.FeedRange;
import dev.mink.spi.Repetition;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StreamAppend;
import dev.mink.spi.StreamTail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The event log, wherever its connections come from. */
abstract class SqlLog implements EventLog {

    /** Far more than a lost race can cost while the winners are visible. */
    private static final int MAX_ATTEMPTS = 100;

    private final Queries queries;

    SqlLog(Queries queries) {
        this.queries = queries;
    }

    /** Does some reading with a connection. */
    abstract <R> R read(SqlWork<R> work);

    /**
     * Tries to write a request, all or nothing.
     *
     * @return what was written of each stream; nothing if it was not as expected, or a race was lost
     */
    abstract List<Written> attempt(AppendRequest request);

    @Override
    public List<AppendResult> append(AppendRequest request) {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            List<Written> written = attempt(request);
            if (written.stream().allMatch(Written::isDone)) {
                return results(request, written);
            }
            Optional<List<AppendResult>> first = explain(request);
            if (first.isPresent()) {
                return first.get();
            }
        }
        throw new StorageException(
                "an append to " + request.streams().get(0).stream() + " lost " + MAX_ATTEMPTS
                        + " races against transactions that it cannot see: a transaction above READ COMMITTED has to"
                        + " be rolled back and run again",
                StorageException.Outcome.NOTHING_WRITTEN,
                null);
    }

    /**
     * What to tell a caller whose attempt wrote nothing.
     *
     * @return the first result, if the request has been done before; empty if it lost a race that it may
     *     win when it is tried again
     * @throws ConcurrencyException if a stream is not as expected
     */
    private Optional<List<AppendResult>> explain(AppendRequest request) {
        Optional<List<AppendResult>> first =
                Repetition.firstResult(request, read(connection -> queries.withIdsOf(connection, request)));
        if (first.isPresent()) {
            return first;
        }
        List<Long> heads = read(connection -> queries.heads(connection, request));
        for (int i = 0; i < heads.size(); i++) {
            StreamAppend append = request.streams().get(i);
            if (!append.expected().isMetBy(heads.get(i))) {
                throw new ConcurrencyException(append.stream(), append.expected(), heads.get(i));
            }
        }
        return Optional.empty();
    }

    private static List<AppendResult> results(AppendRequest request, List<Written> written) {
        List<AppendResult> results = new ArrayList<>(written.size());
        for (int i = 0; i < written.size(); i++) {
            results.add(written.get(i).result(request.streams().get(i)));
        }
        return results;
    }

    @Override
    public List<StoredEvent> readStream(StreamQuery query) {
        return read(connection -> queries.stream(connection, query));
    }

    @Override
    public StreamTail readTail(StreamQuery query, String schema) {
        return read(connection -> queries.tail(connection, query, schema));
    }

    @Override
    public List<StoredEvent> readFeed(FeedRange range) {
        return read(connection -> queries.feed(connection, range));
    }

    @Override
    public Optional<StreamInfo> streamInfo(StreamId stream) {
        return read(connection -> queries.streamInfo(connection, stream));
    }

    @Override
    public List<StreamInfo> streams(String prefix, String after, int limit) {
        return read(connection -> queries.streams(connection, prefix, after, limit));
    }

    @Override
    public long lastPosition() {
        return read(queries::lastPosition);
    }

    @Override
    public long safePosition() {
        return read(queries::safePosition);
    }
}
