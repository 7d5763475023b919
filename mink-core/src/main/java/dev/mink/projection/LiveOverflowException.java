package dev.mink.projection;

import dev.mink.MinkException;

/** Events came faster than a live projection that is to fail then could process them. */
public final class LiveOverflowException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final String projection;
    private final int buffer;

    LiveOverflowException(String projection, int buffer) {
        super("live projection " + projection + " has " + buffer + " events in its buffer and no room for more: restart"
                + " it when it has processed them, give it a larger buffer, or let it block or drop the oldest");
        this.projection = projection;
        this.buffer = buffer;
    }

    /** The name of the projection. */
    public String projection() {
        return projection;
    }

    /** How many events there is room for. */
    public int buffer() {
        return buffer;
    }
}
