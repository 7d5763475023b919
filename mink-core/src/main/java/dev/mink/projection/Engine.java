package dev.mink.projection;

import dev.mink.spi.Generation;
import dev.mink.spi.Partition;
import dev.mink.spi.ProjectionNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives what runs projections on one node, by threads or by hand.
 *
 * @param <T> the transactions of the storage
 */
final class Engine<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final long END_WITHIN_SECONDS = 10;
    private static final Duration OTHER_NODE_FILLS = Duration.ofMillis(50);

    private final Ground<T> ground;
    private final Map<String, Registration<T>> registrations;
    private final List<Live> live;
    private final Settings settings;
    private final Tail tail;
    private final Crew<T> crew;
    private final Workers workers;
    private final Semaphore orders = new Semaphore(0);
    private final List<BooleanSupplier> watches = new CopyOnWriteArrayList<>();
    private volatile boolean started;
    private volatile boolean closed;

    Engine(
            Ground<T> ground,
            Map<String, Registration<T>> registrations,
            List<Live> live,
            Settings settings,
            Duration pollInterval) {
        this.ground = ground;
        this.registrations = registrations;
        this.live = live;
        this.settings = settings;
        this.tail = new Tail(ground.storage(), pollInterval);
        this.workers = new Workers(settings.threads());
        Map<String, Integer> share = new LinkedHashMap<>();
        registrations.forEach((name, each) -> {
            if (each.mode() == Mode.ASYNC) {
                share.put(name, each.model().version());
            }
        });
        this.crew = new Crew<>(
                ground,
                registrations,
                tail,
                new ProjectionNode(settings.node(), share),
                settings,
                settings.byHand() ? runner -> {} : runner -> workers.begin(() -> run(runner)));
    }

    Ground<T> ground() {
        return ground;
    }

    Crew<T> crew() {
        return crew;
    }

    Map<String, Registration<T>> registrations() {
        return registrations;
    }

    List<Live> live() {
        return live;
    }

    boolean isByHand() {
        return settings.byHand();
    }

    /** Begins; the projections that appends fill are complete when this returns. */
    void start() {
        if (started || (registrations.isEmpty() && live.isEmpty())) {
            return;
        }
        started = true;
        live.forEach(Live::open);
        if (!registrations.isEmpty()) {
            tail.look();
            registrations.values().stream()
                    .filter(each -> each.mode() == Mode.INLINE)
                    .forEach(this::fill);
        }
        if (!settings.byHand()) {
            live.forEach(each -> {
                workers.begin(each::read);
                workers.begin(each::work);
            });
            if (!registrations.isEmpty()) {
                workers.begin(tail::watch);
                workers.begin(this::beat);
            }
        }
    }

    /** Sees to it that a projection that appends fill is complete. */
    private void fill(Registration<T> registration) {
        Fillings<T> fillings = new Fillings<>(ground);
        while (!fillings.isServed(registration, ground.progress().roster().generations())) {
            if (!crew.fill(registration)) {
                pause(OTHER_NODE_FILLS);
            }
        }
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "the thread was interrupted while it waited for another node, which fills"
                            + " an inline projection: start again",
                    e);
        }
    }

    /** The thread of the beats. */
    private void beat() {
        boolean failing = false;
        while (!closed) {
            try {
                crew.beat();
                tellWatches();
                failing = false;
            } catch (RuntimeException e) {
                if (!failing && !closed) {
                    LOG.warn("projections cannot see what there is to run; trying again until they can", e);
                }
                failing = true;
            }
            try {
                if (orders.tryAcquire(settings.beatEvery().toNanos(), TimeUnit.NANOSECONDS)) {
                    orders.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** The thread of a runner. */
    private void run(Runner<T> runner) {
        try {
            Turn turn = runner.turn();
            while (turn.then() != Turn.Then.END) {
                runner.await(turn);
                turn = runner.turn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            crew.ended(runner);
        }
    }

    /** Has something be called with each beat for as long as it answers with true. */
    void watch(BooleanSupplier watch) {
        watches.add(watch);
    }

    private void tellWatches() {
        watches.removeIf(each -> {
            try {
                return !each.getAsBoolean();
            } catch (RuntimeException e) {
                LOG.warn("who watches a rebuild failed", e);
                return true;
            }
        });
    }

    /** Has the next beat be now. */
    void hurry() {
        orders.release();
    }

    /** One beat, and one turn of everything that runs here. */
    int runOnce() {
        start();
        crew.beat();
        tail.look();
        int events = 0;
        for (Runner<T> runner : crew.runners()) {
            Turn turn = runner.turn();
            events += turn.events();
            if (turn.then() == Turn.Then.END) {
                crew.ended(runner);
            }
        }
        for (Live each : live) {
            events += each.byHand();
        }
        tellWatches();
        return events;
    }

    /** Ends everything, and gives back what this node runs. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        hurry();
        live.forEach(Live::close);
        crew.runners().forEach(Runner::stop);
        tail.close();
        workers.join(END_WITHIN_SECONDS);
        if (started && !registrations.isEmpty()) {
            crew.leave();
        }
    }

    /** How far all partitions of a generation have come, as far as this node knows. */
    long position(Generation generation) {
        long position = Long.MAX_VALUE;
        for (Partition partition : generation.partitions()) {
            Runner<T> runner = crew.runner(partition.id());
            position = Math.min(
                    position,
                    runner == null ? partition.position() : Math.max(runner.position(), partition.position()));
        }
        return position;
    }

    /** The generation that readers of this node's version see. */
    Optional<Generation> serving(Registration<T> registration) {
        return registration.read(ground.progress().roster().generations());
    }
}
