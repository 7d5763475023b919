package dev.mink;

/** A stream was not at the version that an append expected; nothing was written. */
public final class ConcurrencyException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;
    private final transient ExpectedVersion expected;
    private final long actual;

    /**
     * @param stream the stream
     * @param expected what the append expected of it
     * @param actual the version that it had; 0 if it did not exist
     */
    public ConcurrencyException(StreamId stream, ExpectedVersion expected, long actual) {
        super("stream " + stream + (actual == 0 ? " does not exist" : " is at version " + actual) + ", but " + expected
                + " was expected: load it again and decide anew, as Repository.update does by itself");
        this.stream = stream;
        this.expected = expected;
        this.actual = actual;
    }

    /** The stream whose version was not as expected. */
    public StreamId stream() {
        return stream;
    }

    /** What was expected of the stream. */
    public ExpectedVersion expected() {
        return expected;
    }

    /** The version that the stream had, or 0 if it did not exist. */
    public long actual() {
        return actual;
    }
}
