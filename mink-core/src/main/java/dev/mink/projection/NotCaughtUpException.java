package dev.mink.projection;

import dev.mink.MinkException;
import java.time.Duration;

/** A projection did not come as far in time as somebody waited for. */
public final class NotCaughtUpException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final String projection;
    private final long wanted;
    private final long reached;

    NotCaughtUpException(String projection, long wanted, long reached, Duration waited, String state) {
        super("projection " + projection + " is at position " + reached + " and not at " + wanted + " after " + waited
                + ": it is " + state);
        this.projection = projection;
        this.wanted = wanted;
        this.reached = reached;
    }

    /** The name of the projection. */
    public String projection() {
        return projection;
    }

    /** The position that was waited for. */
    public long wanted() {
        return wanted;
    }

    /** The position that was reached. */
    public long reached() {
        return reached;
    }
}
