package dev.mink.metrics;

import dev.mink.spi.EventLog;
import dev.mink.spi.EventStorage;
import dev.mink.spi.ForwardingStorage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times appends and loads, and counts their events. Those of a transaction that {@link #transact} began count when it
 * commits; of a caller's own, at once, since nobody tells how it ends.
 *
 * @param <T> the transactions of the storage
 */
final class MeteredStorage<T> extends ForwardingStorage<T> {

    private final EventStorage<T> to;
    private final LogMeters meters;
    private final Map<T, List<Runnable>> open = Collections.synchronizedMap(new IdentityHashMap<>());

    MeteredStorage(EventStorage<T> to, LogMeters meters) {
        super(to, log -> new MeteredLog(log, meters, Runnable::run));
        this.to = to;
        this.meters = meters;
    }

    @Override
    public EventLog within(T transaction) {
        List<Runnable> waiting = open.get(transaction);
        return new MeteredLog(to.within(transaction), meters, waiting == null ? Runnable::run : waiting::add);
    }

    @Override
    public <R, X extends Exception> R transact(Work<T, R, X> work) throws X {
        List<Runnable> waiting = new ArrayList<>();
        R result = super.transact(transaction -> {
            open.put(transaction, waiting);
            try {
                return work.in(transaction);
            } finally {
                open.remove(transaction);
            }
        });
        waiting.forEach(Runnable::run);
        return result;
    }
}
