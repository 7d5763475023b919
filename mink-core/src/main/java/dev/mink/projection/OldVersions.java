package dev.mink.projection;

import dev.mink.spi.Generation;
import dev.mink.spi.Generation.State;
import dev.mink.spi.PartitionId;
import dev.mink.spi.Roster;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Retires generations of other versions when no node has been able to run them for a while: a deployment that is taken
 * back in time finds them as they were.
 *
 * @param <T> the transactions of the storage
 */
final class OldVersions<T> {

    private final Ground<T> ground;
    private final Duration keep;

    /** Since when nobody can run a generation, as far as this node has seen. */
    private final Map<PartitionId, Instant> unused = new HashMap<>();

    OldVersions(Ground<T> ground, Duration keep) {
        this.ground = ground;
        this.keep = keep;
    }

    void see(Roster roster, Map<String, Registration<T>> registrations) {
        Instant now = ground.clock().instant();
        Set<PartitionId> still = new HashSet<>();
        for (Generation generation : roster.generations()) {
            Registration<T> registration = registrations.get(generation.projection());
            if (registration != null
                    && isOther(registration, generation)
                    && roster.nodes().stream().noneMatch(node -> node.runs(generation))) {
                PartitionId id = new PartitionId(generation.projection(), generation.number(), 0);
                still.add(id);
                if (!unused.computeIfAbsent(id, each -> now).plus(keep).isAfter(now)) {
                    new Fillings<>(ground).retire(registration, generation);
                }
            }
        }
        unused.keySet().retainAll(still);
    }

    private static <T> boolean isOther(Registration<T> registration, Generation generation) {
        return registration.mode() == Mode.ASYNC
                && generation.version() != registration.model().version()
                && generation.state() != State.RETIRED;
    }
}
