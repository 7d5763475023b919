package dev.mink.projection;

import dev.mink.spi.EventFilter;
import dev.mink.spi.FeedRange;
import dev.mink.spi.Generation;
import dev.mink.spi.Partition;
import dev.mink.spi.ProjectionNode;
import dev.mink.spi.ProjectionStore;
import dev.mink.spi.Roster;
import dev.mink.spi.StoredEvent;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How projections are at one moment, from what is stored and what this node knows besides.
 *
 * @param roster what is stored
 * @param safe the safe position
 * @param last the last position
 * @param <T> the transactions of the storage
 */
record Report<T>(Ground<T> ground, Crew<T> crew, Roster roster, long safe, long last) {

    /** From worst to best. */
    private static final List<ProjectionState> SEVERITY = List.of(
            ProjectionState.FAULTED,
            ProjectionState.RESTARTING,
            ProjectionState.STOPPED,
            ProjectionState.PAUSED,
            ProjectionState.REBUILDING,
            ProjectionState.CATCHING_UP,
            ProjectionState.RUNNING);

    static <T> Report<T> of(Ground<T> ground, Crew<T> crew) {
        Roster roster = ground.kept().map(ProjectionStore::roster).orElse(new Roster(List.of(), List.of()));
        long safe = ground.storage().safePosition();
        return new Report<>(ground, crew, roster, safe, ground.storage().lastPosition());
    }

    ProjectionStatus status(Registration<T> registration) {
        ReadModel<T> model = registration.model();
        Optional<Generation> serving = registration.read(roster.generations());
        Optional<Generation> filling = registration.filling(roster.generations());
        List<Partition> partitions =
                serving.or(() -> filling).map(Generation::partitions).orElse(List.of());
        List<Runner<T>> own = partitions.stream()
                .map(each -> crew.runner(each.id()))
                .filter(Objects::nonNull)
                .toList();
        long position = inline(registration, serving) ? safe : position(partitions);
        return new ProjectionStatus(
                model.name(),
                model.version(),
                registration.mode(),
                state(registration, serving, filling, partitions, position),
                serving.map(Generation::number).orElse(0),
                position,
                lag(registration, position),
                own.stream().mapToLong(each -> each.tally().processed()).sum(),
                own.stream().mapToDouble(each -> each.tally().rate()).sum(),
                partitions.stream().mapToLong(Partition::parked).sum(),
                error(partitions, own),
                own.stream()
                        .mapToLong(each -> each.tally().failedPosition())
                        .max()
                        .orElse(0),
                owners(partitions),
                filling.map(Generation::number).orElse(0));
    }

    ProjectionStatus status(Live live) {
        FeedRange next = new FeedRange(
                live.position(),
                Math.max(live.position(), safe),
                ground.store().filter(live.model().events()),
                1);
        Throwable error = live.tally().lastError();
        return new ProjectionStatus(
                live.model().name(),
                live.model().version(),
                Mode.LIVE,
                live.tally().state(),
                1,
                live.position(),
                lag(next),
                live.tally().processed(),
                live.tally().rate(),
                0,
                Optional.ofNullable(error).map(Throwable::toString),
                live.tally().failedPosition(),
                Set.of(),
                0);
    }

    /** The position of a partition: its runner knows best, if it is one of this node's. */
    private long position(List<Partition> partitions) {
        return partitions.stream().mapToLong(this::position).min().orElse(0);
    }

    private long position(Partition partition) {
        Runner<T> runner = crew.runner(partition.id());
        return runner == null ? partition.position() : Math.max(runner.position(), partition.position());
    }

    private ProjectionState state(
            Registration<T> registration,
            Optional<Generation> serving,
            Optional<Generation> filling,
            List<Partition> partitions,
            long position) {
        if (filling.isPresent()) {
            return worst(Stream.concat(
                    Stream.of(ProjectionState.REBUILDING),
                    filling.get().partitions().stream().map(each -> state(each, position))));
        }
        if (inline(registration, serving)) {
            return ProjectionState.RUNNING;
        }
        return partitions.isEmpty()
                ? ProjectionState.STOPPED
                : worst(partitions.stream().map(each -> state(each, position)));
    }

    private ProjectionState state(Partition partition, long position) {
        Runner<T> runner = crew.runner(partition.id());
        if (partition.paused()) {
            return ProjectionState.PAUSED;
        }
        if (runner != null) {
            return runner.tally().state();
        }
        if (partition.fault() != null) {
            return ProjectionState.FAULTED;
        }
        if (!isAlive(partition.owner())) {
            return ProjectionState.STOPPED;
        }
        return position < safe ? ProjectionState.CATCHING_UP : ProjectionState.RUNNING;
    }

    private static ProjectionState worst(Stream<ProjectionState> states) {
        return states.min(Comparator.comparingInt(SEVERITY::indexOf)).orElse(ProjectionState.STOPPED);
    }

    private static <T> boolean inline(Registration<T> registration, Optional<Generation> serving) {
        return registration.mode() == Mode.INLINE && serving.isPresent();
    }

    private Lag lag(Registration<T> registration, long position) {
        EventFilter filter = ground.store().filter(registration.model().events());
        return lag(new FeedRange(position, Math.max(position, safe), filter, 1));
    }

    private Lag lag(FeedRange rest) {
        List<StoredEvent> next =
                rest.after() >= rest.through() ? List.of() : ground.storage().readFeed(rest);
        long unsafe = last - Math.min(safe, last);
        if (next.isEmpty()) {
            return new Lag(0, unsafe, Duration.ZERO);
        }
        Duration age = Duration.between(next.get(0).recordedAt(), ground.clock().instant());
        long events = safe - next.get(0).position() + 1;
        return new Lag(events, events + unsafe, age.isNegative() ? Duration.ZERO : age);
    }

    private static <T> Optional<String> error(List<Partition> partitions, List<Runner<T>> own) {
        Stream<@Nullable String> faults = partitions.stream().map(Partition::fault);
        Stream<@Nullable String> failures =
                own.stream().map(each -> each.tally().lastError()).map(Objects::toString);
        return Stream.concat(faults, failures)
                .filter(each -> each != null && !each.equals("null"))
                .map(each -> Objects.requireNonNull(each))
                .findFirst();
    }

    private Set<String> owners(List<Partition> partitions) {
        return partitions.stream()
                .map(Partition::owner)
                .filter(this::isAlive)
                .map(each -> Objects.requireNonNull(each))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean isAlive(@Nullable String owner) {
        return owner != null && roster.nodes().stream().map(ProjectionNode::id).anyMatch(owner::equals);
    }
}
