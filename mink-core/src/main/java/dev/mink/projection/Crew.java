package dev.mink.projection;

import dev.mink.spi.Generation;
import dev.mink.spi.Generation.State;
import dev.mink.spi.Partition;
import dev.mink.spi.PartitionId;
import dev.mink.spi.ProjectionNode;
import dev.mink.spi.Roster;
import dev.mink.spi.Slice;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runners of one node. With each beat the node tells that it is alive, sees who else is, and takes and gives back
 * partitions, so that everybody has a fair share.
 *
 * @param <T> the transactions of the storage
 */
final class Crew<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

    private final Ground<T> ground;
    private final Map<String, Registration<T>> registrations;
    private final Tail tail;
    private final ProjectionNode node;
    private final Duration timeToLive;
    private final Consumer<Runner<T>> begin;
    private final Fillings<T> fillings;
    private final OldVersions<T> oldVersions;
    private final Map<PartitionId, Runner<T>> runners = new ConcurrentHashMap<>();

    /**
     * @param registrations all that are run by an engine, by their names
     * @param node this node, with those that it can run as its share
     * @param begin is told of a runner that is to take its turns from now on
     */
    Crew(
            Ground<T> ground,
            Map<String, Registration<T>> registrations,
            Tail tail,
            ProjectionNode node,
            Settings settings,
            Consumer<Runner<T>> begin) {
        this.ground = ground;
        this.registrations = registrations;
        this.tail = tail;
        this.node = node;
        this.timeToLive = settings.timeToLive();
        this.begin = begin;
        this.fillings = new Fillings<>(ground);
        this.oldVersions = new OldVersions<>(ground, settings.keepOldVersions());
    }

    Collection<Runner<T>> runners() {
        return runners.values();
    }

    @Nullable
    Runner<T> runner(PartitionId partition) {
        return runners.get(partition);
    }

    /** One beat, by one thread at a time. */
    void beat() {
        Roster roster = ground.progress().beat(node, timeToLive);
        boolean opened = false;
        for (Registration<T> registration : registrations.values()) {
            if (registration.mode() == Mode.ASYNC && fillings.isMissing(registration, roster.generations())) {
                fillings.open(registration);
                opened = true;
            }
        }
        if (opened) {
            roster = ground.progress().roster();
        }
        Set<PartitionId> mine = Assignment.of(roster, node.id());
        for (Runner<T> runner : runners.values()) {
            if (!mine.contains(runner.partition()) && isAsync(runner.partition().projection())) {
                runner.stop();
            }
        }
        for (Generation generation : roster.generations()) {
            Registration<T> registration = registrations.get(generation.projection());
            if (registration != null) {
                see(registration, generation, roster, mine);
            }
        }
        oldVersions.see(roster, registrations);
    }

    private boolean isAsync(String projection) {
        Registration<T> registration = registrations.get(projection);
        return registration != null && registration.mode() == Mode.ASYNC;
    }

    private void see(Registration<T> registration, Generation generation, Roster roster, Set<PartitionId> mine) {
        boolean filling = generation.state() == State.FILLING;
        for (Partition partition : generation.partitions()) {
            Runner<T> runner = runners.get(partition.id());
            if (runner != null) {
                runner.learn(partition, filling);
            } else if (mine.contains(partition.id())
                    || (registration.mode() == Mode.INLINE && filling && isOfThisVersion(registration, generation))) {
                take(registration, generation, partition, roster);
            }
        }
        if (generation.state() == State.RETIRED) {
            attempt(
                    "remove generation " + generation.number() + " of " + generation.projection(),
                    () -> fillings.clean(registration, generation));
        }
    }

    private static <T> boolean isOfThisVersion(Registration<T> registration, Generation generation) {
        return registration.model().version() == generation.version();
    }

    private void take(Registration<T> registration, Generation generation, Partition partition, Roster roster) {
        Runner<T> runner = acquire(registration, generation, partition, roster);
        if (runner != null) {
            runners.put(partition.id(), runner);
            ProjectionLog.taken(partition.id(), runner.lease(), node.id(), partition.position());
            begin.accept(runner);
        }
    }

    /** A runner of a partition that nobody alive runs. */
    private @Nullable Runner<T> acquire(
            Registration<T> registration, Generation generation, Partition partition, Roster roster) {
        String owner = partition.owner();
        boolean isRun = owner != null
                && !owner.equals(node.id())
                && roster.nodes().stream().anyMatch(each -> each.id().equals(owner));
        if (isRun) {
            return null; // it will give it back, or end
        }
        OptionalLong lease = ground.progress().acquire(partition.id(), partition.lease(), node.id());
        if (lease.isEmpty()) {
            return null;
        }
        Slice slice = new Slice(partition.id().index(), generation.partitions().size());
        return new Runner<>(
                ground,
                registration,
                new Runner.Assigned(partition, lease.getAsLong(), slice),
                generation.state() == State.FILLING,
                tail);
    }

    /** A runner has taken its last turn. */
    void ended(Runner<T> runner) {
        if (runners.remove(runner.partition(), runner)) {
            ProjectionLog.givenBack(runner.partition(), runner.lease(), node.id());
        }
        attempt("give back " + runner.partition(), () -> ground.progress().release(runner.partition(), runner.lease()));
    }

    /** Tells that this node ends. */
    void leave() {
        attempt("leave", () -> ground.progress().leave(node.id()));
    }

    /**
     * Fills a projection that appends are to fill from then on, on the thread of the caller, as far as it can at once.
     *
     * @return whether there was something to do for this node
     */
    boolean fill(Registration<T> registration) {
        fillings.open(registration);
        Roster roster = ground.progress().beat(node, timeToLive);
        for (Generation generation : roster.generations()) {
            boolean wanted = generation.projection().equals(registration.name())
                    && generation.state() == State.FILLING
                    && isOfThisVersion(registration, generation);
            if (wanted) {
                Runner<T> runner = acquire(
                        registration, generation, generation.partitions().get(0), roster);
                return runner != null && fill(runner);
            }
        }
        return false;
    }

    private boolean fill(Runner<T> runner) {
        int events = 0;
        Turn turn = runner.turn();
        try {
            while (turn.then() == Turn.Then.GO_ON) {
                events += turn.events();
                turn = runner.turn();
            }
            Throwable failure = runner.tally().lastError();
            if (turn.then() != Turn.Then.END && failure != null) {
                throw new ProjectionFailedException(
                        runner.partition().projection(),
                        "inline projection " + runner.partition().projection()
                                + " could not be filled with the events that are there",
                        failure);
            }
        } finally {
            ended(runner);
        }
        return events > 0 || turn.then() == Turn.Then.END;
    }

    private static void attempt(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("projections could not {}; the next beat or another node will", what, e);
        }
    }
}
