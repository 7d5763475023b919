package dev.mink.spi;

import java.util.Map;

/**
 * A process that runs projections.
 *
 * @param id tells it from all other nodes, also from the same machine's before a restart
 * @param versions the projections that it can run, by their names, and in which version
 */
public record ProjectionNode(String id, Map<String, Integer> versions) {

    /** Copies the map. */
    public ProjectionNode {
        versions = Map.copyOf(versions);
    }

    /** Whether it can run a generation. */
    public boolean runs(Generation generation) {
        Integer version = versions.get(generation.projection());
        return version != null && version == generation.version();
    }
}
