package dev.mink;

import dev.mink.command.CommandBus;
import dev.mink.command.CommandHandler;
import dev.mink.command.CommandResult;
import dev.mink.command.Middleware;
import dev.mink.health.Health;
import dev.mink.health.HealthOptions;
import dev.mink.projection.AsyncOptions;
import dev.mink.projection.LiveOptions;
import dev.mink.projection.Projection;
import dev.mink.projection.Projections;
import dev.mink.projection.View;
import dev.mink.projection.ViewRepository;
import dev.mink.schema.Codec;
import dev.mink.schema.EventTypes;
import dev.mink.spi.EventStorage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything put together: one storage, the aggregates and events of an application, and their
 * lifetime. Thread-safe.
 *
 * <pre>{@code
 * try (Mink<Connection> mink = Mink.builder(PostgresStorage.of(dataSource))
 *         .aggregate(Order.TYPE)
 *         .build()
 *         .start()) {
 *     Repository<Order> orders = mink.repository(Order.TYPE);
 *     ...
 * }
 * }</pre>
 *
 * @param <T> the transactions of the storage, such as {@code java.sql.Connection}
 */
public final class Mink<T> implements AutoCloseable {

    private final EventStorage<T> storage;
    private final EventStore<T> store;
    private final CommandBus<T> bus;
    private final Projections<T> projections;
    private final Clock clock;
    private final SnapshotThread snapshots;
    private final List<Instrumentation> instrumentations;
    private final AtomicBoolean started = new AtomicBoolean();
    private final HealthCheck<T> health;
    private @Nullable Housekeeping housekeeping;

    private Mink(
            EventStorage<T> storage,
            EventStore<T> store,
            CommandBus<T> bus,
            Projections<T> projections,
            Clock clock,
            SnapshotThread snapshots,
            HealthOptions health,
            List<Instrumentation> instrumentations) {
        this.storage = storage;
        this.store = store;
        this.bus = bus;
        this.projections = projections;
        this.clock = clock;
        this.snapshots = snapshots;
        this.health = new HealthCheck<>(storage, projections, started::get, health, System::nanoTime);
        this.instrumentations = instrumentations;
    }

    /** A builder over a storage, which will be closed with the {@code Mink} that it builds. */
    public static <T> Builder<T> builder(EventStorage<T> storage) {
        return new Builder<>(storage);
    }

    /**
     * Makes the storage ready for use, and begins to run projections; those in the transactions of appends are
     * complete when this returns. If that fails, everything is closed, so that nothing leaks from {@code try (Mink<?>
     * mink = builder.build().start())}.
     *
     * @return this
     * @throws StorageException if it cannot be used; the message says the way out
     */
    public Mink<T> start() {
        try {
            storage.start();
            if (housekeeping == null && bus.remembersResults()) {
                housekeeping = storage.idempotency()
                        .map(results -> new Housekeeping(results, clock))
                        .orElse(null);
            }
            projections.start();
            if (started.compareAndSet(false, true)) {
                instrumentations.forEach(each -> each.started(this));
            }
        } catch (RuntimeException | Error e) {
            closeAfter(e);
            throw e;
        }
        return this;
    }

    private void closeAfter(Throwable failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** The event store. */
    public EventStore<T> store() {
        return store;
    }

    /**
     * The aggregates of a type.
     *
     * @throws dev.mink.schema.UnknownEventException if the type's events are not registered
     */
    public <A extends Aggregate<E>, E> Repository<A> repository(AggregateType<A, E> type) {
        return store.repository(type);
    }

    /**
     * The things ruled by a decider.
     *
     * @throws dev.mink.schema.UnknownEventException if the type's events are not registered
     */
    public <C, S, E> DeciderRepository<C, S, E> repository(DeciderType<C, S, E> type) {
        return store.repository(type);
    }

    /**
     * The documents of a view, which some node keeps.
     *
     * @throws IllegalArgumentException if the storage does not keep views
     */
    public <S> ViewRepository<S> repository(View<S> view) {
        return projections.repository(view);
    }

    /** Dispatches a command; see {@link CommandBus#dispatch(Object, Metadata)}. */
    public CommandResult dispatch(Object command) {
        return bus.dispatch(command);
    }

    /** Dispatches a command; see {@link CommandBus#dispatch(Object, Metadata)}. */
    public CommandResult dispatch(Object command, Metadata metadata) {
        return bus.dispatch(command, metadata);
    }

    /** Everything else that can be done with commands. */
    public CommandBus<T> commands() {
        return bus;
    }

    /** The projections: how they are, and what can be done with them. */
    public Projections<T> projections() {
        return projections;
    }

    /**
     * How it is: for probes and operators. Takes no longer than the {@linkplain HealthOptions#timeout() timeout}, and
     * throws nothing, whatever the storage does. However many ask at once, the storage is asked once.
     */
    public Health health() {
        return health.check();
    }

    /** Takes no more commands, ends what runs projections, and closes the storage. */
    @Override
    public void close() {
        if (started.compareAndSet(true, false)) {
            instrumentations.forEach(each -> each.closing(this));
        }
        health.close();
        bus.close();
        projections.close();
        if (housekeeping != null) {
            housekeeping.close();
        }
        snapshots.close();
        storage.close();
    }

    /**
     * Collects what belongs to a {@link Mink}; not thread-safe.
     *
     * @param <T> the transactions of the storage
     */
    public static final class Builder<T> {

        private final EventStorage<T> storage;
        private final EventStore.Builder<T> store;
        private final CommandBus.Builder<T> bus = CommandBus.builder();
        private final Projections.Builder<T> projections;
        private Clock clock = Clock.systemUTC();
        private @Nullable Executor snapshotExecutor;
        private HealthOptions health = HealthOptions.defaults();
        private final List<Instrumentation> instrumentations = new ArrayList<>();
        private final Map<String, Object> categories = new HashMap<>();

        private Builder(EventStorage<T> storage) {
            this.storage = Objects.requireNonNull(storage, "storage");
            this.store = EventStore.builder(storage);
            this.projections = Projections.builder(storage);
        }

        /**
         * Adds a class of aggregates; again is as good as once.
         *
         * @throws IllegalArgumentException if its category is taken, or its events contradict those
         *     added before
         */
        public Builder<T> aggregate(AggregateType<?, ?> type) {
            return add(type, type.category(), type.events());
        }

        /**
         * Adds a decider; again is as good as once.
         *
         * @throws IllegalArgumentException if its category is taken, or its events contradict those
         *     added before
         */
        public Builder<T> decider(DeciderType<?, ?, ?> type) {
            return add(type, type.category(), type.events());
        }

        private Builder<T> add(Object type, String category, EventTypes events) {
            Object known = categories.get(category);
            if (known == null) {
                events(events);
                categories.put(category, type);
            } else if (known != type) {
                throw new IllegalArgumentException(
                        "category " + category + " is taken: give each aggregate and decider a category of its own");
            }
            return this;
        }

        /**
         * Adds events that belong to no aggregate.
         *
         * @throws IllegalArgumentException if they contradict those added before
         */
        public Builder<T> events(EventTypes types) {
            store.events(types);
            return this;
        }

        /** Handles a command by an aggregate, whose type it adds; see {@link CommandBus.Builder}. */
        public <C, A extends Aggregate<E>, E> Builder<T> handle(
                Class<C> command,
                AggregateType<A, E> type,
                Function<? super C, String> id,
                BiConsumer<? super A, ? super C> action) {
            bus.handle(command, type, id, action);
            return aggregate(type);
        }

        /**
         * Handles a command, or each one under a sealed root, by a decider, whose type it adds; see {@link
         * CommandBus.Builder}.
         */
        public <C, S, E> Builder<T> handle(Class<C> root, DeciderType<C, S, E> type, Function<? super C, String> id) {
            bus.handle(root, type, id);
            return decider(type);
        }

        /** Handles a command by a function; see {@link CommandBus.Builder}. */
        public <C> Builder<T> handle(Class<C> command, CommandHandler<? super C, T> handler) {
            bus.handle(command, handler);
            return this;
        }

        /** Handles a command by a function that answers with data; see {@link CommandBus.Builder}. */
        public <C> Builder<T> handle(Class<C> command, Class<?> answer, CommandHandler<? super C, T> handler) {
            bus.handle(command, answer, handler);
            return this;
        }

        /** Adds what stands around every command, the outermost first. */
        public Builder<T> middleware(Middleware... more) {
            bus.middleware(more);
            return this;
        }

        /** Which exceptions of handlers are rejections; see {@link CommandBus.Builder#rejections}. */
        public Builder<T> rejections(Predicate<RuntimeException> areRejections) {
            bus.rejections(areRejections);
            return this;
        }

        /** Where commands are handled that are dispatched asynchronously; the common pool unless set. */
        public Builder<T> executor(Executor executor) {
            bus.executor(executor);
            return this;
        }

        /**
         * Where snapshots are taken; on a thread that is started when there is something to do, unless set. {@code
         * Runnable::run} takes them on the thread that has saved, but those of transactions not at all.
         */
        public Builder<T> snapshotsOn(Executor executor) {
            snapshotExecutor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /** The time that handlers see, and by which snapshots are taken; the system's unless set. */
        public Builder<T> clock(Clock clock) {
            bus.clock(clock);
            store.clock(clock);
            this.clock = clock;
            return this;
        }

        /** Runs a projection in the transactions of appends; see {@link Projections.Builder}. */
        public Builder<T> inline(Projection<? super T> projection) {
            projections.inline(projection);
            return this;
        }

        /** Runs a projection soon after the commits, on one of the nodes; see {@link Projections.Builder}. */
        public Builder<T> async(Projection<? super T> projection) {
            projections.async(projection);
            return this;
        }

        /** Runs a projection soon after the commits, on one of the nodes; see {@link Projections.Builder}. */
        public Builder<T> async(Projection<? super T> projection, AsyncOptions options) {
            projections.async(projection, options);
            return this;
        }

        /** Keeps a view in the transactions of appends; see {@link Projections.Builder}. */
        public Builder<T> inline(View<?> view) {
            projections.inline(view);
            return this;
        }

        /** Keeps a view soon after the commits, on one of the nodes; see {@link Projections.Builder}. */
        public Builder<T> async(View<?> view) {
            projections.async(view);
            return this;
        }

        /** Keeps a view soon after the commits, on one of the nodes; see {@link Projections.Builder}. */
        public Builder<T> async(View<?> view, AsyncOptions options) {
            projections.async(view, options);
            return this;
        }

        /** Runs a projection in the memory of every node; see {@link Projections.Builder}. */
        public Builder<T> live(Projection<Object> projection) {
            projections.live(projection);
            return this;
        }

        /** Runs a projection in the memory of every node; see {@link Projections.Builder}. */
        public Builder<T> live(Projection<Object> projection, LiveOptions options) {
            projections.live(projection, options);
            return this;
        }

        /** Keeps a view in the memory of every node; see {@link Projections.Builder}. */
        public Builder<T> live(View<?> view, LiveOptions options) {
            projections.live(view, options);
            return this;
        }

        /** Sets how projections are run; see {@link Projections.Builder}. */
        public Builder<T> projections(Consumer<Projections.Builder<T>> settings) {
            settings.accept(projections);
            return this;
        }

        /** Has something watch all that happens, such as metrics; the first one is the outermost. */
        public Builder<T> instrument(Instrumentation instrumentation) {
            store.instrument(instrumentation);
            bus.instrument(instrumentation);
            instrumentation.projections().ifPresent(projections::observer);
            instrumentations.add(instrumentation);
            return this;
        }

        /** What counts as healthy; {@link HealthOptions#defaults()} unless set. */
        public Builder<T> health(HealthOptions options) {
            health = Objects.requireNonNull(options, "health options");
            return this;
        }

        /** How events are encoded; {@link Codec#json()} unless set. */
        public Builder<T> codec(Codec codec) {
            store.codec(codec);
            return this;
        }

        /** See {@link EventStore.Builder#maxEventBytes}. */
        public Builder<T> maxEventBytes(int bytes) {
            store.maxEventBytes(bytes);
            return this;
        }

        /** See {@link EventStore.Builder#pageSize}. */
        public Builder<T> pageSize(int events) {
            store.pageSize(events);
            return this;
        }

        /** See {@link EventStore.Builder#pollInterval}. */
        public Builder<T> pollInterval(Duration interval) {
            store.pollInterval(interval);
            return this;
        }

        /** The whole; it does nothing yet until it is started. */
        public Mink<T> build() {
            SnapshotThread snapshots = new SnapshotThread();
            EventStore<T> plain = store.snapshotsOn(snapshotExecutor == null ? snapshots : snapshotExecutor)
                    .build();
            Projections<T> readModels = projections.build(plain, clock, plain.pollInterval());
            EventStore<T> events = plain.inlining(readModels.inline());
            storage.idempotency().ifPresent(bus::idempotency);
            storage.audit().ifPresent(bus::audit);
            return new Mink<>(
                    storage,
                    events,
                    bus.build(events),
                    readModels,
                    clock,
                    snapshots,
                    health,
                    List.copyOf(instrumentations));
        }
    }
}
