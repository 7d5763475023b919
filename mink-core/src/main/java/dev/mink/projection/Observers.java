package dev.mink.projection;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All observers of one engine. */
final class Observers {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionObserver.class);

    private final List<ProjectionObserver> all = new CopyOnWriteArrayList<>();

    void add(ProjectionObserver observer) {
        all.add(observer);
    }

    void tell(Consumer<ProjectionObserver> what) {
        for (ProjectionObserver observer : all) {
            try {
                what.accept(observer);
            } catch (RuntimeException e) {
                LOG.warn("an observer of projections failed", e);
            }
        }
    }
}
