package dev.mink.projection;

import dev.mink.EventStore;
import dev.mink.RecordedEvent;
import dev.mink.spi.EventStorage;
import dev.mink.spi.ProjectionStore;
import dev.mink.spi.StoredEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What all parts of the engine stand on.
 *
 * @param storage for transactions and raw events
 * @param store decodes them
 * @param kept positions, leases, parked events, if the storage can keep them
 * @param clock tells when to try again
 * @param observers are told what happens
 * @param <T> the transactions of the storage
 */
record Ground<T>(
        EventStorage<T> storage,
        EventStore<T> store,
        Optional<ProjectionStore<T>> kept,
        Clock clock,
        Observers observers) {

    /** Positions, leases, parked events. */
    ProjectionStore<T> progress() {
        return kept.orElseThrow(() -> new IllegalStateException("the storage "
                + storage.getClass().getSimpleName()
                + " cannot keep how far projections are: use one that can, or only live projections"));
    }

    /**
     * Events as projections get them.
     *
     * @throws EventFailure if one of them cannot be decoded
     */
    List<RecordedEvent> decode(List<StoredEvent> events) {
        List<RecordedEvent> decoded = new ArrayList<>(events.size());
        for (StoredEvent event : events) {
            try {
                decoded.addAll(store.decode(event));
            } catch (RuntimeException e) {
                throw new EventFailure(event.position(), e);
            }
        }
        return decoded;
    }
}
