package dev.mink.projection;

import java.util.Optional;
import java.util.Set;

/**
 * How a projection is, at one moment.
 *
 * @param name its name
 * @param version the version that this node has
 * @param mode how events reach it
 * @param state what it is doing; where its partitions differ, the worst
 * @param generation which filling readers see; 0 if none
 * @param position all events up to it have been processed or parked
 * @param lag how far it is behind
 * @param processed how many events this node has processed since it started
 * @param rate how many events this node processes in a second, of late
 * @param parked how many events are parked
 * @param error the last failure, or why it is faulted
 * @param failedPosition the position of the event that failed last on this node; 0 if none
 * @param nodes the nodes that run its partitions
 * @param rebuilding which generation is being filled beside the present one; 0 if none
 */
public record ProjectionStatus(
        String name,
        int version,
        Mode mode,
        ProjectionState state,
        int generation,
        long position,
        Lag lag,
        long processed,
        double rate,
        long parked,
        Optional<String> error,
        long failedPosition,
        Set<String> nodes,
        int rebuilding) {}
