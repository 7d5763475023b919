package dev.mink;

/** An event with its metadata is larger than the store allows; nothing was written. */
public final class EventTooLargeException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;
    private final String type;
    private final long size;
    private final int limit;

    EventTooLargeException(StreamId stream, String type, long size, int limit) {
        super("event " + type + " for " + stream + " is " + size + " bytes with its metadata: at most " + limit
                + " are allowed; store large content elsewhere and a reference to it in the event,"
                + " or raise maxEventBytes");
        this.stream = stream;
        this.type = type;
        this.size = size;
        this.limit = limit;
    }

    /** The stream that the event was for. */
    public StreamId stream() {
        return stream;
    }

    /** The name of the event's type. */
    public String type() {
        return type;
    }

    /** The size of the encoded event and its metadata in bytes. */
    public long size() {
        return size;
    }

    /** The greatest size allowed, in bytes. */
    public int limit() {
        return limit;
    }
}
