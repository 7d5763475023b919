package dev.mink;

import dev.mink.projection.InlineProjections;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventLog;
import dev.mink.spi.EventStorage;
import dev.mink.spi.StoredEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends events, and has inline projections process them in the same transaction.
 *
 * @param <T> the transactions of the storage
 */
record InlineAppend<T>(EventStorage<T> storage, InlineProjections<T> projections) {

    /**
     * Appends in a transaction.
     *
     * @param transaction the caller's; null to begin one, and end it
     */
    List<AppendResult> append(@Nullable T transaction, AppendRequest request) {
        return transaction != null ? within(transaction, request) : storage.transact(own -> within(own, request));
    }

    private List<AppendResult> within(T transaction, AppendRequest request) {
        EventLog log = storage.within(transaction);
        List<AppendResult> results = log.append(request);
        List<StoredEvent> appended = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            AppendResult result = results.get(i);
            if (!result.repeated()) {
                int count = request.streams().get(i).events().size();
                appended.addAll(log.readStream(StreamQuery.of(result.stream())
                        .from(result.version() - count + 1)
                        .through(result.version())
                        .limit(count)));
            }
        }
        if (!appended.isEmpty()) {
            appended.sort(Comparator.comparingLong(StoredEvent::position));
            projections.apply(transaction, appended);
        }
        return results;
    }
}
