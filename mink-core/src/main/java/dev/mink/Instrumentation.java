package dev.mink;

import dev.mink.command.Middleware;
import dev.mink.projection.ProjectionObserver;
import dev.mink.spi.EventStorage;
import java.util.Optional;

/**
 * Watches everything that a {@link Mink} does: what metrics, tracing and the like implement, and what is given to
 * {@link Mink.Builder#instrument}. Each part may be left out.
 *
 * <p>Called by all threads, so it must be thread-safe and quick.
 */
public interface Instrumentation {

    /** Puts something before the storage, for those who append and load. The engine of projections does not go through it. */
    default <T> EventStorage<T> storage(EventStorage<T> storage) {
        return storage;
    }

    /** What stands around every command, outside of all other middleware. */
    default Optional<Middleware> commands() {
        return Optional.empty();
    }

    /** What is told of projections. */
    default Optional<ProjectionObserver> projections() {
        return Optional.empty();
    }

    /**
     * Something happened that can only be counted.
     *
     * @param of the category of the aggregate, or the type of the command
     */
    default void occurred(Occurrence what, String of) {}

    /** A mink has been started. */
    default void started(Mink<?> mink) {}

    /** A mink is about to be closed that was started before. */
    default void closing(Mink<?> mink) {}

    /** What can be counted. */
    enum Occurrence {

        /** Something was done again because it lost a race for the stream of an aggregate; of its category. */
        CONFLICT_RETRIED,

        /** A command was handled again because it lost a race for a stream; of its type. */
        COMMAND_RETRIED,

        /** A command had been handled before, and was answered with the result of then; of its type. */
        COMMAND_REPEATED,

        /** A snapshot was taken; of the category. */
        SNAPSHOT_TAKEN,

        /** A load began with a snapshot; of the category. */
        SNAPSHOT_USED,

        /** A snapshot could not be read, and all events were replayed instead; of the category. */
        SNAPSHOT_IGNORED
    }
}
