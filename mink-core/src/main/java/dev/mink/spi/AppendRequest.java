package dev.mink.spi;

import java.util.List;

/**
 * What one append writes, all or nothing.
 *
 * @param streams one or more streams, each at most once; positions follow this order
 */
public record AppendRequest(List<StreamAppend> streams) {

    /** Copies the list. */
    public AppendRequest {
        streams = List.copyOf(streams);
    }
}
