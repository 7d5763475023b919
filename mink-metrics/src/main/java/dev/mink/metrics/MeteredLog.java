package dev.mink.metrics;

import dev.mink.AppendResult;
import dev.mink.StreamQuery;
import dev.mink.metrics.LogMeters.Appends;
import dev.mink.metrics.LogMeters.Loads;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventLog;
import dev.mink.spi.ForwardingLog;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StreamTail;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Times appends and loads, and counts their events. */
final class MeteredLog extends ForwardingLog {

    private final LogMeters meters;
    private final Executor onCommit;

    /**
     * @param onCommit does something when what is appended now is there for good
     */
    MeteredLog(EventLog to, LogMeters meters, Executor onCommit) {
        super(to);
        this.meters = meters;
        this.onCommit = onCommit;
    }

    @Override
    public List<AppendResult> append(AppendRequest request) {
        Appends appends = meters.appends(request);
        long begin = meters.now();
        List<AppendResult> results;
        try {
            results = super.append(request);
        } catch (RuntimeException | Error e) {
            appends.failed(e, meters.now() - begin);
            throw e;
        }
        appends.succeeded(meters.now() - begin);
        onCommit.execute(() -> meters.committed(request, results));
        return results;
    }

    @Override
    public List<StoredEvent> readStream(StreamQuery query) {
        return load(query, () -> super.readStream(query), List::size);
    }

    @Override
    public StreamTail readTail(StreamQuery query, String schema) {
        return load(
                query,
                () -> super.readTail(query, schema),
                tail -> tail.events().size());
    }

    private <R> R load(StreamQuery query, Supplier<R> what, ToIntFunction<R> events) {
        Loads loads = meters.loads(query.stream().category());
        long begin = meters.now();
        R result;
        try {
            result = what.get();
        } catch (RuntimeException | Error e) {
            loads.failed(meters.now() - begin);
            throw e;
        }
        loads.succeeded(events.applyAsInt(result), meters.now() - begin);
        return result;
    }
}
