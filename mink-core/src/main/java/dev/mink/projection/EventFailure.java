package dev.mink.projection;

import dev.mink.MinkException;

/** Processing a certain event failed. It never leaves this package. */
final class EventFailure extends MinkException {

    private static final long serialVersionUID = 1L;

    private final long position;
    private final Throwable reason;

    /**
     * @param position of the event
     * @param reason why it could not be processed
     */
    EventFailure(long position, Throwable reason) {
        super("the event at position " + position + " could not be processed", reason);
        this.position = position;
        this.reason = reason;
    }

    long position() {
        return position;
    }

    Throwable reason() {
        return reason;
    }
}
