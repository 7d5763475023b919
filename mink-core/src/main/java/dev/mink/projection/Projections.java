package dev.mink.projection;

import dev.mink.EventStore;
import dev.mink.internal.Text;
import dev.mink.spi.EventStorage;
import dev.mink.spi.Generation;
import dev.mink.spi.Partition;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The projections of an application: how they are, and what can be done with them. Thread-safe.
 *
 * <p>Each partition of an asynchronous projection is run by one node at a time. What is asked of a projection here is
 * done wherever it runs, at the latest after a few seconds.
 *
 * @param <T> the transactions of the storage
 */
public final class Projections<T> implements AutoCloseable {

    private final Engine<T> engine;
    private final InlineProjections<T> inline;
    private final Rebuilds<T> rebuilds;

    /** Where live views are kept, by their names. */
    private final Map<String, EventStorage<?>> liveViews;

    private Projections(Engine<T> engine, InlineProjections<T> inline, Map<String, EventStorage<?>> liveViews) {
        this.engine = engine;
        this.inline = inline;
        this.liveViews = Map.copyOf(liveViews);
        this.rebuilds = new Rebuilds<>(engine);
    }

    /**
     * A builder of projections.
     *
     * @param storage keeps how far they are, and the documents of views
     */
    public static <T> Builder<T> builder(EventStorage<T> storage) {
        return new Builder<>(storage);
    }

    /**
     * Begins to run them; those in the transactions of appends are complete when this returns. The storage has been
     * started.
     *
     * @throws ProjectionFailedException if one of these cannot be filled with the events that are there
     */
    public void start() {
        engine.start();
    }

    /** Those that take part in appends. */
    public InlineProjections<T> inline() {
        return inline;
    }

    /**
     * The documents of a view: those of this node, if it is live here, else those in the storage.
     *
     * @throws IllegalArgumentException if the storage does not keep views
     */
    public <S> ViewRepository<S> repository(View<S> view) {
        EventStorage<?> own = liveViews.get(view.name());
        return ViewRepository.of(own != null ? own : engine.ground().storage(), view);
    }

    /**
     * How a projection is.
     *
     * @throws UnknownProjectionException if there is none of this name
     */
    public ProjectionStatus status(String name) {
        Live live = live(name);
        Report<T> report = Report.of(engine.ground(), engine.crew());
        return live != null ? report.status(live) : report.status(registration(name));
    }

    /** How all of them are, in the order of their registration, the live ones last. */
    public List<ProjectionStatus> statuses() {
        List<ProjectionStatus> all = new ArrayList<>();
        if (!engine.registrations().isEmpty() || !engine.live().isEmpty()) {
            Report<T> report = Report.of(engine.ground(), engine.crew());
            engine.registrations().values().forEach(each -> all.add(report.status(each)));
            engine.live().forEach(each -> all.add(report.status(each)));
        }
        return all;
    }

    /** Has an observer told of what projections do on this node. */
    public void observe(ProjectionObserver observer) {
        engine.ground().observers().add(Objects.requireNonNull(observer, "observer"));
    }

    /**
     * Has an asynchronous projection stop, on all nodes, until it is resumed. When this returns it processes nothing.
     *
     * @throws UnknownProjectionException if there is none of this name
     */
    public void pause(String name) {
        engine.ground().progress().pause(asynchronous(name).name(), true);
    }

    /**
     * Has a paused projection go on.
     *
     * @throws UnknownProjectionException if there is none of this name
     */
    public void resume(String name) {
        engine.ground().progress().pause(asynchronous(name).name(), false);
        engine.hurry();
    }

    /**
     * Has a projection that failed try again at once.
     *
     * @throws UnknownProjectionException if there is none of this name
     */
    public void restart(String name) {
        Live live = live(name);
        if (live != null) {
            live.restart();
            return;
        }
        asynchronous(name);
        for (Generation generation : engine.ground().progress().roster().generations()) {
            if (generation.projection().equals(name)) {
                for (Partition partition : generation.partitions()) {
                    engine.ground().progress().fault(partition.id(), partition.lease(), null);
                    Runner<T> runner = engine.crew().runner(partition.id());
                    if (runner != null) {
                        runner.restart();
                    }
                }
            }
        }
        engine.hurry();
    }

    /** Fills a projection anew, as {@link #rebuild(String, Consumer)}. */
    public Rebuild rebuild(String name) {
        return rebuild(name, progress -> {});
    }

    /**
     * Fills a new generation of a projection from all events, beside the present one, which readers see until the new
     * one has caught up: then they see that, all at once. If a node ends meanwhile, another goes on. Where a rebuild is
     * under way already, that is given.
     *
     * @param progress is told every few seconds how far it is, and at the end
     * @throws UnknownProjectionException if there is none of this name
     * @throws IllegalArgumentException if it keeps only one generation
     */
    public Rebuild rebuild(String name, Consumer<RebuildProgress> progress) {
        return rebuilds.begin(registration(name), progress);
    }

    /**
     * Waits until a projection has processed, parked or left out all events up to a position.
     *
     * @param position such as that of an append's result
     * @throws NotCaughtUpException if it does not come as far in time
     * @throws UnknownProjectionException if there is none of this name
     */
    public void awaitCaughtUp(String name, long position, Duration atMost) {
        CaughtUp<T> waiting = new CaughtUp<>(engine, name, position, atMost);
        Live live = live(name);
        if (live != null) {
            waiting.await(live);
        } else {
            waiting.await(registration(name));
        }
    }

    /**
     * Waits until all projections have processed, parked or left out all events that are committed now.
     *
     * @throws NotCaughtUpException if one does not come as far in time
     */
    public void awaitCaughtUp(Duration atMost) {
        long begin = System.nanoTime();
        long last = engine.ground().storage().lastPosition();
        List<String> names = new ArrayList<>(engine.registrations().keySet());
        engine.live().forEach(each -> names.add(each.model().name()));
        for (String name : names) {
            awaitCaughtUp(name, last, atMost.minusNanos(System.nanoTime() - begin));
        }
    }

    /**
     * The events that an asynchronous projection could not process.
     *
     * @throws UnknownProjectionException if there is none of this name
     */
    public DeadLetters deadLetters(String name) {
        Registration<T> registration = asynchronous(name);
        return new DeadLetters(
                new Letters<>(engine.ground(), registration.model(), () -> engine.serving(registration)));
    }

    /**
     * Drives everything by hand, where the builder was told so: looks for what there is to run, and processes one batch
     * of each projection, on the thread of the caller.
     *
     * @return how many events were processed; 0 if there was nothing to do
     * @throws IllegalStateException if threads drive it
     */
    public int runOnce() {
        if (!engine.isByHand()) {
            throw new IllegalStateException(
                    "threads run these projections: build them with byHand() to run them yourself");
        }
        return engine.runOnce();
    }

    /** Ends what runs here, after the transactions that are under way; other nodes take over. */
    @Override
    public void close() {
        engine.close();
    }

    private Registration<T> registration(String name) {
        Registration<T> registration = engine.registrations().get(name);
        if (registration == null) {
            throw new UnknownProjectionException(name, names());
        }
        return registration;
    }

    private Registration<T> asynchronous(String name) {
        Registration<T> registration = registration(name);
        if (registration.mode() != Mode.ASYNC) {
            throw new IllegalArgumentException("projection " + name + " runs in the transactions of appends: only an"
                    + " asynchronous one can be paused and restarted, and has dead letters");
        }
        return registration;
    }

    private @Nullable Live live(String name) {
        return engine.live().stream()
                .filter(each -> each.model().name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>(engine.registrations().keySet());
        engine.live().forEach(each -> names.add(each.model().name()));
        return names;
    }

    /**
     * Collects projections, and how they are run; not thread-safe.
     *
     * @param <T> the transactions of the storage
     */
    public static final class Builder<T> {

        /** What a live projection gets in place of a transaction. */
        private static final Object NOTHING = new Object();

        private final EventStorage<T> storage;
        private final Map<String, Registration<T>> registrations = new LinkedHashMap<>();
        private final Map<String, Function<Ground<T>, Live>> live = new LinkedHashMap<>();
        private final Map<String, EventStorage<?>> liveViews = new LinkedHashMap<>();
        private final Observers observers = new Observers();
        private String node = NodeName.make();
        private Duration leaseDuration = Duration.ofSeconds(10);
        private Duration keepOldVersions = Duration.ofHours(1);
        private ThreadFactory threads = daemons();
        private boolean byHand;

        private Builder(EventStorage<T> storage) {
            this.storage = Objects.requireNonNull(storage, "storage");
        }

        /**
         * Runs a projection in the transactions of appends: what it throws rolls the append back. Every node that appends
         * events which the projection wants has to run it.
         */
        public Builder<T> inline(Projection<? super T> projection) {
            return add(new Registration<>(new ProjectionModel<>(projection), Mode.INLINE, AsyncOptions.defaults()));
        }

        /** Runs a projection soon after the commits, on one of the nodes. */
        public Builder<T> async(Projection<? super T> projection) {
            return async(projection, AsyncOptions.defaults());
        }

        /**
         * Runs a projection soon after the commits, on one of the nodes.
         *
         * @throws IllegalArgumentException if it is to have partitions, but does not promise to be {@code perStream()}
         */
        public Builder<T> async(Projection<? super T> projection, AsyncOptions options) {
            return add(new Registration<>(new ProjectionModel<>(projection), Mode.ASYNC, options));
        }

        /**
         * Keeps a view in the transactions of appends, as {@link #inline(Projection)} runs a projection.
         *
         * @throws IllegalArgumentException if the storage does not keep views
         */
        public Builder<T> inline(View<?> view) {
            return add(new Registration<>(model(view), Mode.INLINE, AsyncOptions.defaults()));
        }

        /** Keeps a view soon after the commits, on one of the nodes. */
        public Builder<T> async(View<?> view) {
            return async(view, AsyncOptions.defaults());
        }

        /**
         * Keeps a view soon after the commits, on one of the nodes.
         *
         * @throws IllegalArgumentException if it is to have partitions, but does not promise to be {@code perStream()};
         *     or if the storage does not keep views
         */
        public Builder<T> async(View<?> view, AsyncOptions options) {
            return add(new Registration<>(model(view), Mode.ASYNC, options));
        }

        private ReadModel<T> model(View<?> view) {
            return new ViewModel<>(view, ViewRepository.store(storage));
        }

        /** Runs a projection that needs no transaction soon after the commits, on every node. */
        public Builder<T> live(Projection<Object> projection) {
            return live(projection, LiveOptions.defaults());
        }

        /** Runs a projection that needs no transaction soon after the commits, on every node. */
        public Builder<T> live(Projection<Object> projection, LiveOptions options) {
            checkNew(projection.name());
            ReadModel<Object> model = new ProjectionModel<>(projection);
            live.put(
                    projection.name(),
                    ground -> new Live(
                            model,
                            options,
                            ground.store(),
                            event -> model.begin(NOTHING, 1, false).apply(List.of(event)),
                            ground.observers()));
            return this;
        }

        /**
         * Keeps a view soon after the commits, in the memory of every node, which begins anew with each start.
         */
        public Builder<T> live(View<?> view, LiveOptions options) {
            checkNew(view.name());
            MemoryView memory = new MemoryView(view);
            liveViews.put(view.name(), memory.storage());
            live.put(
                    view.name(),
                    ground -> new Live(memory.model(), options, ground.store(), memory::apply, ground.observers()));
            return this;
        }

        private Builder<T> add(Registration<T> registration) {
            checkNew(registration.name());
            registrations.put(registration.name(), registration);
            return this;
        }

        private void checkNew(String name) {
            if (registrations.containsKey(name) || live.containsKey(name)) {
                throw new IllegalArgumentException(
                        "there are two projections named " + name + ": give each a name of its own");
            }
        }

        /** Has an observer told of what projections do on this node. */
        public Builder<T> observer(ProjectionObserver observer) {
            observers.add(Objects.requireNonNull(observer, "observer"));
            return this;
        }

        /** The name of this node among those on the same storage; made from host and process unless set. */
        public Builder<T> node(String name) {
            node = Text.check("node", name, 255);
            return this;
        }

        /**
         * How long a node counts as alive after it was last heard of: another takes over what it runs after this time.
         * 10 seconds unless set, 100 ms to 10 minutes.
         *
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder<T> leaseDuration(Duration time) {
            if (time.compareTo(Duration.ofMillis(100)) < 0 || time.compareTo(Duration.ofMinutes(10)) > 0) {
                throw new IllegalArgumentException("lease duration " + time + " is not between 100 ms and 10 minutes");
            }
            leaseDuration = time;
            return this;
        }

        /** How long a generation is kept that no node can run any more, such as of an old version; 1 hour unless set. */
        public Builder<T> keepOldVersions(Duration time) {
            keepOldVersions = Objects.requireNonNull(time, "time");
            return this;
        }

        /** Makes the threads that run projections; daemon threads unless set. Virtual ones will do. */
        public Builder<T> threads(ThreadFactory factory) {
            threads = Objects.requireNonNull(factory, "thread factory");
            return this;
        }

        /** Has no threads: {@link Projections#runOnce} does everything, as in a test. */
        public Builder<T> byHand() {
            byHand = true;
            return this;
        }

        /**
         * The projections; they do nothing yet until they are started.
         *
         * @param store decodes the events
         * @param clock tells when to try again
         * @param pollInterval how often to look for new events when nothing wakes them up
         * @throws IllegalStateException if the storage cannot keep how far projections are
         */
        public Projections<T> build(EventStore<T> store, Clock clock, Duration pollInterval) {
            Ground<T> ground = new Ground<>(storage, store, storage.projections(), clock, observers);
            if (!registrations.isEmpty()) {
                var unused = ground.progress();
            }
            List<Live> lives =
                    live.values().stream().map(each -> each.apply(ground)).toList();
            List<Registration<T>> inline = registrations.values().stream()
                    .filter(each -> each.mode() == Mode.INLINE)
                    .toList();
            Settings settings = new Settings(node, leaseDuration, keepOldVersions, threads, byHand);
            Engine<T> engine = new Engine<>(ground, new LinkedHashMap<>(registrations), lives, settings, pollInterval);
            return new Projections<>(engine, new Inline<>(ground, inline), liveViews);
        }

        private static ThreadFactory daemons() {
            AtomicInteger count = new AtomicInteger();
            return work -> {
                Thread thread = new Thread(work, "mink-projections-" + count.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            };
        }
    }
}
