package dev.mink.postgres;

import dev.mink.AppendResult;
import dev.mink.spi.StreamAppend;

/**
 * What an append statement says of one stream.
 *
 * @param version the version of the last event written; 0 if nothing was
 * @param position the position of that event
 */
record Written(long version, long position) {

    static final Written NOTHING = new Written(0, 0);

    boolean isDone() {
        return version > 0;
    }

    Written later(Written other) {
        return other.version > version ? other : this;
    }

    AppendResult result(StreamAppend append) {
        return new AppendResult(append.stream(), version, position, false);
    }
}
