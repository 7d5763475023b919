package dev.mink.snapshot;

import java.util.List;
import java.util.concurrent.Future;

/**
 * The snapshots of one type of aggregates or deciders, for operators and jobs. Thread-safe. What takes long runs on
 * the calling thread, and ends early, without an error, when that is interrupted.
 *
 * <p>Every method throws {@link dev.mink.StorageException} where the storage fails.
 */
public interface KeptSnapshots {

    /** Those of one stream, the newest first, of whichever schema. */
    List<SnapshotInfo> of(String id);

    /**
     * Takes one now, whatever the policy says.
     *
     * @return whether one was taken; not if there are no events behind the newest
     */
    boolean take(String id);

    /**
     * Takes one of each stream of which a load would replay so many events at least, the longest first. A stream of
     * which that fails is logged, and left out.
     *
     * @param minEvents from 1
     * @return how many were taken
     * @throws IllegalArgumentException if it is less than 1
     */
    int snapshotLongStreams(long minEvents);

    /**
     * Does the same where snapshots are taken after saves, after those that wait there already, and returns at once. It
     * is cancelled when the {@link dev.mink.Mink} is closed that it belongs to; cancelled with an interrupt, it ends
     * after the stream that it is at.
     *
     * @param minEvents from 1
     * @return how many were taken
     * @throws IllegalArgumentException if it is less than 1
     */
    Future<Integer> snapshotLongStreamsInBackground(long minEvents);

    /**
     * Removes those of one stream.
     *
     * @return how many there were
     */
    int delete(String id);

    /**
     * Removes all.
     *
     * @return how many there were
     */
    int deleteAll();

    /**
     * Replaces those of each stream that has some by one that is made of all its events. A stream of which that
     * fails is logged, and has none afterwards.
     *
     * @return how many were taken
     */
    int recreateAll();
}
