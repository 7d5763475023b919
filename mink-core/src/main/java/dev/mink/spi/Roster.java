package dev.mink.spi;

import java.util.List;

/**
 * Who is there, and what there is to be run.
 *
 * @param nodes those that are alive, in the order of their ids
 * @param generations all generations of all projections, in the order of their names and numbers
 */
public record Roster(List<ProjectionNode> nodes, List<Generation> generations) {

    /** Copies the lists. */
    public Roster {
        nodes = List.copyOf(nodes);
        generations = List.copyOf(generations);
    }
}
