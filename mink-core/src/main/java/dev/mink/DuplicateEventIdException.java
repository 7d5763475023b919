package dev.mink;

import java.util.UUID;

/**
 * An append used an event id that is stored already, but the append as a whole is not a repetition of
 * an earlier one; nothing was written.
 */
public final class DuplicateEventIdException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;
    private final UUID eventId;

    /**
     * @param stream the stream that the append was for
     * @param eventId the id that is stored already
     * @param detail where it is stored, or how the appends differ
     */
    public DuplicateEventIdException(StreamId stream, UUID eventId, String detail) {
        super("event id " + eventId + " of an append to " + stream + " is already used: " + detail
                + "; give a new event a new id, and repeat an append with all of its events in their order");
        this.stream = stream;
        this.eventId = eventId;
    }

    /** The stream that the append was for. */
    public StreamId stream() {
        return stream;
    }

    /** The id that is stored already. */
    public UUID eventId() {
        return eventId;
    }
}
