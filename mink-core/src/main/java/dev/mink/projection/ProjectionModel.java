package dev.mink.projection;

import dev.mink.FeedQuery;
import dev.mink.RecordedEvent;
import dev.mink.internal.Conversation;
import java.util.List;

/**
 * A projection as the engine runs it.
 *
 * @param <T> the transactions of the storage
 */
final class ProjectionModel<T> implements ReadModel<T> {

    private final Projection<? super T> projection;

    ProjectionModel(Projection<? super T> projection) {
        this.projection = projection;
    }

    @Override
    public String name() {
        return projection.name();
    }

    @Override
    public int version() {
        return projection.version();
    }

    @Override
    public FeedQuery events() {
        return projection.events();
    }

    @Override
    public boolean isSliceable() {
        return projection.isSliceable();
    }

    @Override
    public boolean hasGenerations() {
        return projection.generations().isPresent();
    }

    @Override
    public void create(T transaction, int generation) {
        projection
                .generations()
                .ifPresent(own -> change("create", generation, () -> own.create(transaction, generation)));
    }

    @Override
    public void serve(T transaction, int generation) {
        projection
                .generations()
                .ifPresent(own -> change("serve", generation, () -> own.serve(transaction, generation)));
    }

    @Override
    public void drop(T transaction, int generation) {
        projection.generations().ifPresent(own -> change("drop", generation, () -> own.drop(transaction, generation)));
    }

    private void change(String what, int generation, Change change) {
        try {
            change.make();
        } catch (Exception e) {
            throw new ProjectionFailedException(
                    name(), "projection " + name() + " could not " + what + " generation " + generation, e);
        }
    }

    @Override
    public Batch<T> begin(T transaction, int generation, boolean isReplay) {
        return new EventByEvent<>(projection, transaction, generation, isReplay);
    }

    private interface Change {
        void make() throws Exception;
    }

    private record EventByEvent<P, T extends P>(
            Projection<P> projection, T transaction, int generation, boolean isReplay) implements Batch<T> {

        @Override
        public void apply(List<RecordedEvent> events) {
            for (RecordedEvent event : events) {
                Handler<Object, P> handler = projection.handler(event.event().getClass());
                if (handler != null) {
                    var unused = Conversation.during(event.metadata().correlationId(), () -> apply(event, handler));
                }
            }
        }

        private boolean apply(RecordedEvent event, Handler<Object, P> handler) {
            try {
                handler.on(event.event(), new Delivery<>(event, transaction, generation, isReplay));
                return true;
            } catch (Exception e) {
                throw new EventFailure(event.position(), e);
            }
        }

        @Override
        public int held() {
            return 0;
        }

        @Override
        public void flush() {}
    }
}
