package dev.mink;

/**
 * What an append expects of its stream. An append whose expectation does not hold writes nothing and
 * throws a {@link ConcurrencyException}.
 *
 * <p>The version of a stream is the number of its events: 0 while it does not exist, 1 after its first
 * event.
 */
public sealed interface ExpectedVersion {

    /** Whether a stream at this version meets the expectation; 0 means that it does not exist. */
    boolean isMetBy(long version);

    /** Any version: append at the end, whatever is there. */
    static ExpectedVersion any() {
        return Any.INSTANCE;
    }

    /** The stream does not exist yet. */
    static ExpectedVersion noStream() {
        return Exactly.NO_STREAM;
    }

    /** The stream exists, at whatever version. */
    static ExpectedVersion exists() {
        return Exists.INSTANCE;
    }

    /**
     * The stream is at this version, no more and no less; 0 means the same as {@link #noStream()}.
     *
     * @throws IllegalArgumentException if the version is negative
     */
    static ExpectedVersion exactly(long version) {
        return version == 0 ? Exactly.NO_STREAM : new Exactly(version);
    }

    /** See {@link ExpectedVersion#any()}. */
    enum Any implements ExpectedVersion {
        /** The only value. */
        INSTANCE;

        @Override
        public boolean isMetBy(long version) {
            return true;
        }

        @Override
        public String toString() {
            return "any version";
        }
    }

    /** See {@link ExpectedVersion#exists()}. */
    enum Exists implements ExpectedVersion {
        /** The only value. */
        INSTANCE;

        @Override
        public boolean isMetBy(long version) {
            return version > 0;
        }

        @Override
        public String toString() {
            return "an existing stream";
        }
    }

    /**
     * See {@link ExpectedVersion#exactly(long)} and {@link ExpectedVersion#noStream()}.
     *
     * @param version the version that the stream must have; 0 if it must not exist
     */
    record Exactly(long version) implements ExpectedVersion {

        private static final Exactly NO_STREAM = new Exactly(0);

        /**
         * @throws IllegalArgumentException if the version is negative
         */
        public Exactly {
            if (version < 0) {
                throw new IllegalArgumentException("expected version " + version
                        + " is negative: versions start at 1; use noStream(), exists() or any() for the rest");
            }
        }

        @Override
        public boolean isMetBy(long actual) {
            return actual == version;
        }

        @Override
        public String toString() {
            return version == 0 ? "no stream" : "version " + version;
        }
    }
}
