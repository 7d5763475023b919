package dev.mink.projection;

import dev.mink.StreamId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The events that a projection could not process, and those of the same streams that wait behind them. Thread-safe.
 *
 * <p>They belong to the generation that is being read; a rebuild begins without any.
 */
public final class DeadLetters {

    private static final int PAGE = 1000;

    private final Letters<?> letters;

    DeadLetters(Letters<?> letters) {
        this.letters = letters;
    }

    /**
     * The first of them in the order of their positions.
     *
     * @param limit at most so many, from 1
     */
    public List<DeadLetter> list(int limit) {
        return list(0, limit);
    }

    /**
     * Those behind a position.
     *
     * @param limit at most so many, from 1
     */
    public List<DeadLetter> list(long after, int limit) {
        return letters.parked(null, after, limit).stream().map(DeadLetter::of).toList();
    }

    /** Those of a stream, at most 1,000. */
    public List<DeadLetter> list(StreamId stream) {
        return letters.parked(stream, 0, PAGE).stream().map(DeadLetter::of).toList();
    }

    /**
     * Processes those of a stream in their order, each in a transaction of its own, until there is none left or one
     * fails again. When none is left, the stream goes on as if nothing had been.
     *
     * @return how many were processed
     * @throws ProjectionFailedException if one failed again; it and those behind it stay parked
     */
    public int retry(StreamId stream) {
        return letters.retry(stream);
    }

    /**
     * Processes all of them as {@link #retry(StreamId)}, stream by stream; where one fails again, its stream is left.
     *
     * @return how many were processed
     */
    public int retryAll() {
        int done = 0;
        Set<StreamId> streams = new LinkedHashSet<>();
        long after = 0;
        List<DeadLetter> page;
        do {
            page = list(after, PAGE);
            for (DeadLetter letter : page) {
                streams.add(letter.stream());
                after = letter.position();
            }
        } while (page.size() == PAGE);
        for (StreamId stream : streams) {
            done += letters.retryUntilFailure(stream);
        }
        return done;
    }

    /**
     * Leaves an event out for good; those that wait behind it stay parked until they are retried.
     *
     * @return whether it was parked
     */
    public boolean discard(long position) {
        return letters.discard(position);
    }
}
