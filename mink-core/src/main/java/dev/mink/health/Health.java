package dev.mink.health;

import java.util.List;
import java.util.Objects;

/**
 * How a mink is, at one moment: what a health endpoint answers with. Made of texts, numbers, truth values and lists
 * only, so that every JSON library writes it as it is.
 *
 * @param status the worst of storage and projections
 * @param live whether the process is worth keeping: false only when the mink is closed. A database that is down makes
 *     nothing better by being connected to from a new process
 * @param ready whether commands can be handled: it was started, and the storage answers. A projection that is faulted is
 *     the same on all nodes, so it takes none of them out
 * @param reasons why it is not healthy, one sentence each, for operators: they may name tables and hosts
 * @param storage the storage
 * @param projections all projections, in the order of their registration; none where the storage does not answer
 */
public record Health(
        Status status,
        boolean live,
        boolean ready,
        List<String> reasons,
        StorageHealth storage,
        List<ProjectionHealth> projections) {

    /** Copies the lists. */
    public Health {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(storage, "storage");
        reasons = List.copyOf(reasons);
        projections = List.copyOf(projections);
    }

    /** How something is, from best to worst. */
    public enum Status {
        /** As it should be. */
        HEALTHY,
        /** It works, but somebody should look: a projection is far behind, tries again, or has parked events. */
        DEGRADED,
        /** It does not work: the storage does not answer, or a projection is faulted. */
        UNHEALTHY;

        /** The worse of the two. */
        public Status or(Status other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }
}
