package dev.mink;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest snapshot of a stream, as far as is known.
 *
 * @param version the version that it is of; 0 if there is none
 * @param takenAt when it was taken; null if there is none
 */
record SnapshotMark(long version, @Nullable Instant takenAt) {

    static final SnapshotMark NONE = new SnapshotMark(0, null);
}
