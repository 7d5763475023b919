package dev.mink.projection;

import dev.mink.spi.AppendRequest;
import dev.mink.spi.StoredEvent;
import java.util.List;

/**
 * The projections that take part in appends.
 *
 * @param <T> the transactions of the storage
 */
public interface InlineProjections<T> {

    /** Whether any of them wants an event of an append. */
    boolean concern(AppendRequest request);

    /**
     * Has them process what was just appended.
     *
     * @param transaction the append's
     * @param events in the order of their positions
     * @throws ProjectionFailedException if one of them cannot
     */
    void apply(T transaction, List<StoredEvent> events);
}
