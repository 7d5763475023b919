package dev.mink.projection;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/**
 * How an engine runs.
 *
 * @param node the id of this node
 * @param timeToLive how long a node counts as alive after its last beat
 * @param keepOldVersions how long a generation is kept that no node can run
 * @param threads makes its threads
 * @param byHand whether it has none, and is driven by the caller
 */
record Settings(String node, Duration timeToLive, Duration keepOldVersions, ThreadFactory threads, boolean byHand) {

    private static final Duration OFTEN_ENOUGH = Duration.ofSeconds(2);

    /** How often the node tells that it is alive: several times before it counts as dead. */
    Duration beatEvery() {
        Duration quarter = timeToLive.dividedBy(4);
        return quarter.compareTo(OFTEN_ENOUGH) < 0 ? quarter : OFTEN_ENOUGH;
    }
}
