package dev.mink.snapshot;

import java.time.Instant;

/**
 * A snapshot that is kept.
 *
 * @param version the version of the stream that it is of
 * @param schema which code can read it, as {@link Snapshots#schema} says
 * @param bytes the size of the state
 * @param takenAt when it was taken
 */
public record SnapshotInfo(long version, String schema, int bytes, Instant takenAt) {}
