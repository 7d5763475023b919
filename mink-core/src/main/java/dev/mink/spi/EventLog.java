package dev.mink.spi;

import dev.mink.AppendResult;
import dev.mink.StreamId;
import dev.mink.StreamInfo;
import dev.mink.StreamQuery;
import java.util.List;
import java.util.Optional;

/**
 * The operations on stored events. Arguments have been checked by the caller. Thread-safe, unless
 * bound to a transaction: then it is as thread-safe as the transaction.
 *
 * <p>Every method throws {@link dev.mink.StorageException} where the storage fails.
 */
public interface EventLog {

    /**
     * Appends to one or several streams, all or nothing.
     *
     * <p>Where the ids of an append are stored already, in the same stream and order and for events of
     * the same types, nothing is written and its first result is given, whatever was expected. All
     * streams of a request must agree on that.
     *
     * @return one result for each stream of the request, in its order
     * @throws dev.mink.ConcurrencyException if a stream is not as expected
     * @throws dev.mink.DuplicateEventIdException if some ids are stored already, but not as above
     */
    List<AppendResult> append(AppendRequest request);

    /** The events of one stream, at most as many as the limit of the query. */
    List<StoredEvent> readStream(StreamQuery query);

    /**
     * The newest snapshot of a schema whose version is at most the last one of a query, and the events behind it
     * that the query asks for, as of one moment. A snapshot counts only while its last event is in the stream, at
     * its version. A storage that keeps no snapshots has none.
     *
     * @param query oldest first; its limit bounds the events
     * @param schema as in {@link StoredSnapshot#schema}
     */
    default StreamTail readTail(StreamQuery query, String schema) {
        return new StreamTail(null, readStream(query));
    }

    /**
     * Committed events of a part of the feed in the order of their positions, at most as many as its
     * limit. Complete only up to a {@link #safePosition()} that was asked for before.
     */
    List<StoredEvent> readFeed(FeedRange range);

    /** What is known of a stream, if it exists. */
    Optional<StreamInfo> streamInfo(StreamId stream);

    /**
     * The streams whose ids start with a prefix, in the order of the code points of their ids.
     *
     * @param prefix empty for all
     * @param after only ids greater than this; empty for all
     * @param limit at most so many, from 1
     */
    List<StreamInfo> streams(String prefix, String after, int limit);

    /** The greatest position of a committed event; 0 if there is none. */
    long lastPosition();

    /**
     * A position up to which the feed is complete: no event at or before it will ever appear or
     * disappear. It is the position of a durably committed event, or 0.
     */
    long safePosition();
}
