package dev.mink.projection;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a rebuild has come.
 *
 * @param projection its name
 * @param generation which is being filled
 * @param done the position that was reached
 * @param total the position where it will be done, which grows while events are appended
 * @param rate positions per second since it is being watched
 * @param remaining how long it will take at this rate, if that can be told
 * @param outcome what came of it
 */
public record RebuildProgress(
        String projection,
        int generation,
        long done,
        long total,
        double rate,
        Optional<Duration> remaining,
        Outcome outcome) {

    /** What came of a rebuild. */
    public enum Outcome {
        /** It is under way. */
        RUNNING,
        /** Readers see the new generation. */
        DONE,
        /** It was given up; readers see the old generation. */
        CANCELLED
    }
}
