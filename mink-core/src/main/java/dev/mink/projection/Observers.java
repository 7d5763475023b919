package dev.mink.projection;

import dev.mink.RecordedEvent;
import dev.mink.projection.ProjectionObserver.Processing;
import dev.mink.spi.PartitionId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All observers of one engine, with its log. */
final class Observers {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionObserver.class);

    private final ProjectionObserver log = new ProjectionLog();
    private final List<ProjectionObserver> all = new CopyOnWriteArrayList<>();

    void add(ProjectionObserver observer) {
        all.add(observer);
    }

    void tell(Consumer<ProjectionObserver> what) {
        tell(List.of(log), what);
        tell(all, what);
    }

    /** Does something by which events are processed, and tells of it. */
    <R> R processing(PartitionId partition, boolean isReplay, Function<Processing, R> what) {
        Processing processing = begin(partition, isReplay);
        try {
            R result = what.apply(processing);
            processing.ended(null);
            return result;
        } catch (RuntimeException | Error e) {
            processing.ended(e instanceof EventFailure failure ? failure.reason() : e);
            throw e;
        }
    }

    private Processing begin(PartitionId partition, boolean isReplay) {
        if (all.isEmpty()) {
            return Processing.UNOBSERVED;
        }
        List<Processing> told = new ArrayList<>(all.size());
        tell(all, each -> told.add(each.processing(partition.projection(), partition.index(), isReplay)));
        return new Processing() {
            @Override
            public void events(List<RecordedEvent> events) {
                tell(told, each -> each.events(events));
            }

            @Override
            public void ended(@Nullable Throwable failure) {
                for (int i = told.size() - 1; i >= 0; i--) { // the first to begin is the last to end
                    tell(told.subList(i, i + 1), each -> each.ended(failure));
                }
            }
        };
    }

    private static <O> void tell(List<O> some, Consumer<O> what) {
        for (O observer : some) {
            try {
                what.accept(observer);
            } catch (RuntimeException e) {
                LOG.warn("an observer of projections failed", e);
            }
        }
    }
}
