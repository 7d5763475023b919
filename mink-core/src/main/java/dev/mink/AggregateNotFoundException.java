package dev.mink;

/** What was to be loaded has no events, or none at the version or instant asked for. */
public final class AggregateNotFoundException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;

    AggregateNotFoundException(StreamId stream, String message) {
        super(message);
        this.stream = stream;
    }

    /** The stream that was to be loaded. */
    public StreamId stream() {
        return stream;
    }
}
