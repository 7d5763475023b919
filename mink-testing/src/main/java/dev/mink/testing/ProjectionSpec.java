package dev.mink.testing;

import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.Mink;
import dev.mink.StreamId;
import dev.mink.projection.AsyncOptions;
import dev.mink.projection.OnPoison;
import dev.mink.projection.Projection;
import dev.mink.projection.ProjectionObserver;
import dev.mink.schema.EventTypes;
import dev.mink.spi.EventStorage;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tests a projection as a story: given what has happened, then this is what it has made of it.
 *
 * <pre>{@code
 * ProjectionSpec.of(REVENUE, PostgresStorage.of(dataSource, options), EventTypes.of(OrderEvent.class))
 *         .given("Order-o-1", new LineAdded("mug", 2, price))
 *         .then(connection -> assertThat(total(connection, "mug")).isEqualTo("9.00"));
 * }</pre>
 *
 * <p>The events go through the storage, and the engine processes them at once, on the thread of the test, without
 * waiting and without retries. What one step has left is there in the next. Not thread-safe.
 *
 * @param <T> the transactions of the storage
 */
public final class ProjectionSpec<T> {

    private static final AsyncOptions STRICT =
            AsyncOptions.defaults().onPoison(OnPoison.STOP).restarts(0).retries(0, Duration.ZERO);

    private final String name;
    private final Mink<T> mink;
    private @Nullable Throwable failure;

    private ProjectionSpec(String name, Mink.Builder<T> builder) {
        this.name = name;
        ProjectionObserver observer = new ProjectionObserver() {
            @Override
            public void failed(String projection, int partition, long position, Throwable why) {
                failure = why;
            }
        };
        this.mink = builder.projections(settings -> settings.byHand().observer(observer))
                .build()
                .start();
    }

    /**
     * The story of a projection to which nothing has happened yet.
     *
     * @param storage where it is tested, with nothing in it; not closed
     * @param types the events that will be given
     */
    public static <T> ProjectionSpec<T> of(
            Projection<? super T> projection, EventStorage<T> storage, EventTypes types) {
        return new ProjectionSpec<>(
                projection.name(), Mink.builder(storage).events(types).async(projection, STRICT));
    }

    /**
     * Something happens, and is processed.
     *
     * @param stream such as {@code Order-o-1}
     * @param events in their order, behind those that the stream has
     * @throws AssertionError if what happened before could not be processed, and nobody has said that this was expected
     */
    public ProjectionSpec<T> given(String stream, Object... events) {
        requireNoFailure();
        EventStore<T> store = mink.store();
        var unused = store.append(StreamId.parse(stream), ExpectedVersion.any(), Events.list("given", events));
        int processed;
        do {
            processed = mink.projections().runOnce();
        } while (processed > 0 && failure == null);
        if (failure == null) {
            mink.projections().awaitCaughtUp(name, store.lastPosition(), Duration.ofSeconds(10));
        }
        return this;
    }

    /**
     * Fills the projection anew from all that has happened, and goes on with that.
     *
     * @throws AssertionError if that fails, or an event could not be processed before
     */
    public ProjectionSpec<T> rebuilt() {
        requireNoFailure();
        int generation = mink.projections().rebuild(name).progress().generation();
        while (failure == null && mink.projections().status(name).generation() != generation) {
            var unused = mink.projections().runOnce();
        }
        requireNoFailure();
        return this;
    }

    /**
     * Looks at what the projection has made of the events.
     *
     * @param check gets a transaction; what it throws fails the test
     * @throws AssertionError if an event could not be processed
     * @throws X what the check throws
     */
    public <X extends Exception> ProjectionSpec<T> then(Check<T, X> check) throws X {
        requireNoFailure();
        var unused = mink.store().<Boolean, X>transact(transaction -> {
            check.look(transaction);
            return true;
        });
        return this;
    }

    /**
     * Expects that the last event given could not be processed. The projection stops there.
     *
     * @return the failure
     * @throws AssertionError if it could, or something else was thrown
     */
    public <X extends Throwable> X thenFails(Class<X> type) {
        Throwable thrown = Objects.requireNonNullElseGet(
                failure, () -> new AssertionError("projection " + name + " has processed all that was given"));
        if (!type.isInstance(thrown)) {
            throw new AssertionError(
                    "projection " + name + " was expected to throw " + type.getName() + ", not " + thrown, thrown);
        }
        return type.cast(thrown);
    }

    private void requireNoFailure() {
        Throwable thrown = failure;
        if (thrown != null) {
            throw new AssertionError(
                    "projection " + name + " could not process what was given: " + thrown
                            + "; if that is expected, say so with thenFails(...)",
                    thrown);
        }
    }

    /**
     * Something to look at.
     *
     * @param <T> the transactions of the storage
     * @param <X> what it may throw
     */
    @FunctionalInterface
    public interface Check<T, X extends Exception> {

        /** Looks. */
        void look(T transaction) throws X;
    }
}
