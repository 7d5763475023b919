package dev.mink.projection;

import java.time.Duration;

/**
 * What came of one turn of a runner.
 *
 * @param then what to do next
 * @param events how many events were processed
 * @param pause how long to wait, where waiting is next
 */
record Turn(Then then, int events, Duration pause) {

    static final Turn CAUGHT_UP = new Turn(Then.WAIT_FOR_EVENTS, 0, Duration.ZERO);
    static final Turn HALTED = new Turn(Then.WAIT_FOR_ORDERS, 0, Duration.ZERO);
    static final Turn ENDED = new Turn(Then.END, 0, Duration.ZERO);

    static Turn worked(int events) {
        return new Turn(Then.GO_ON, events, Duration.ZERO);
    }

    static Turn waiting(Duration pause) {
        return new Turn(Then.WAIT, 0, pause);
    }

    enum Then {
        /** There may be more to do. */
        GO_ON,
        /** There is nothing to do until there are new events. */
        WAIT_FOR_EVENTS,
        /** Try again after a pause. */
        WAIT,
        /** It is paused or faulted: nothing to do until somebody says so. */
        WAIT_FOR_ORDERS,
        /** The partition is somebody else's. */
        END
    }
}
