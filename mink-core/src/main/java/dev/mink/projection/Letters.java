package dev.mink.projection;

import dev.mink.RecordedEvent;
import dev.mink.StreamId;
import dev.mink.projection.ProjectionObserver.Processing;
import dev.mink.spi.EventFilter;
import dev.mink.spi.FeedRange;
import dev.mink.spi.Generation;
import dev.mink.spi.ParkedEvent;
import dev.mink.spi.StoredEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parked events of one projection, and what can be done with them.
 *
 * @param serving the generation that readers see, if any
 * @param <T> the transactions of the storage
 */
record Letters<T>(Ground<T> ground, ReadModel<T> model, Supplier<Optional<Generation>> serving) {

    List<ParkedEvent> parked(@Nullable StreamId stream, long after, int limit) {
        return serving.get()
                .map(each -> ground.progress().parked(model.name(), each.number(), stream, after, limit))
                .orElse(List.of());
    }

    /** How many were processed before one failed, which is thrown. */
    int retry(StreamId stream) {
        return retry(stream, failure -> {
            throw failure;
        });
    }

    /** How many were processed before one failed. */
    int retryUntilFailure(StreamId stream) {
        return retry(stream, failure -> {});
    }

    private int retry(StreamId stream, Consumer<ProjectionFailedException> failed) {
        int done = 0;
        try {
            for (Optional<ParkedEvent> next = first(stream); next.isPresent(); next = first(stream)) {
                if (retry(next.get())) {
                    done++;
                }
            }
        } catch (ProjectionFailedException e) {
            failed.accept(e);
        }
        return done;
    }

    private Optional<ParkedEvent> first(StreamId stream) {
        return parked(stream, 0, 1).stream().findFirst();
    }

    /** Whether it was still there to be processed. */
    private boolean retry(ParkedEvent letter) {
        try {
            return ground.observers().processing(letter.partition(), false, told -> retry(letter, told));
        } catch (EventFailure e) {
            throw new ProjectionFailedException(
                    model.name(),
                    "projection " + model.name() + " failed again at the " + letter.type() + " at version "
                            + letter.version() + " of " + letter.stream() + ", which stays parked",
                    e.reason());
        }
    }

    private boolean retry(ParkedEvent letter, Processing processing) {
        return ground.storage().transact(transaction -> {
            if (ground.progress().hold(transaction, letter.partition()).isEmpty()
                    || !ground.progress().unpark(transaction, letter.partition(), letter.position())) {
                return false;
            }
            FeedRange range = new FeedRange(letter.position() - 1, letter.position(), EventFilter.all(), 1);
            List<StoredEvent> event = ground.storage().within(transaction).readFeed(range);
            ReadModel.Batch<T> batch =
                    model.begin(transaction, letter.partition().generation(), false);
            List<RecordedEvent> events = ground.decode(event);
            processing.events(events);
            batch.apply(events);
            batch.flush();
            return true;
        });
    }

    boolean discard(long position) {
        for (ParkedEvent letter : parked(null, position - 1, 1)) {
            if (letter.position() == position) {
                return ground.storage()
                        .transact(transaction -> ground.progress()
                                        .hold(transaction, letter.partition())
                                        .isPresent()
                                && ground.progress().unpark(transaction, letter.partition(), letter.position()));
            }
        }
        return false;
    }
}
