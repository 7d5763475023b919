package dev.mink.spi;

import dev.mink.StreamId;
import java.util.List;

/**
 * Keeps snapshots, never as part of a caller's transaction; they are read by {@link EventLog#readTail}. Thread-safe.
 * Every method throws {@link dev.mink.StorageException} where the storage fails.
 */
public interface SnapshotStore {

    /**
     * Stores a snapshot, in place of one of the same stream, schema and version, if its last event is committed in
     * its stream at its version. Then removes those snapshots of the stream that are of another schema, or whose
     * last event is not there, or that need not be kept.
     *
     * @return whether it was stored; if not, nothing is changed
     */
    boolean write(StoredSnapshot snapshot, Retention retention);

    /** The snapshots of a stream that count, of all schemas, the newest first. */
    List<StoredSnapshot> find(StreamId stream);

    /**
     * The streams of a category that have snapshots of any kind, in the order of the code points of their ids.
     *
     * @param after only streams whose ids are greater than this; empty for all
     * @param limit at most so many, from 1
     */
    List<StreamId> streams(String category, String after, int limit);

    /**
     * Removes all snapshots of a stream.
     *
     * @return how many there were
     */
    int delete(StreamId stream);

    /**
     * Removes all snapshots of the streams of a category.
     *
     * @return how many there were
     */
    int deleteAll(String category);
}
