package dev.mink.spi;

import dev.mink.AppendResult;
import dev.mink.DuplicateEventIdException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Tells a repeated append from a new one, for storages: the same rules for all. */
public final class Repetition {

    private Repetition() {}

    /**
     * What the first append of a request gave, if the request has been done before.
     *
     * @param request the request
     * @param found those stored events that have an id of the request, in any order
     * @return empty if none of the ids is stored
     * @throws DuplicateEventIdException if some ids are stored, but not as one append of exactly these
     *     events to these streams
     */
    public static Optional<List<AppendResult>> firstResult(AppendRequest request, List<StoredEvent> found) {
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Map<UUID, StoredEvent> byId = new HashMap<>();
        found.forEach(event -> byId.put(event.id(), event));
        List<AppendResult> results = new ArrayList<>();
        for (StreamAppend append : request.streams()) {
            results.add(firstResult(append, byId, found.get(0)));
        }
        return Optional.of(results);
    }

    private static AppendResult firstResult(StreamAppend append, Map<UUID, StoredEvent> byId, StoredEvent anyStored) {
        StoredEvent previous = null;
        for (NewEvent event : append.events()) {
            StoredEvent stored = byId.get(event.id());
            if (stored == null) {
                throw new DuplicateEventIdException(
                        append.stream(),
                        anyStored.id(),
                        where(anyStored) + ", while event id " + event.id() + " of the same append is new");
            }
            boolean inPlace = stored.stream().equals(append.stream())
                    && stored.type().equals(event.type())
                    && (previous == null || stored.version() == previous.version() + 1);
            if (!inPlace) {
                throw new DuplicateEventIdException(append.stream(), stored.id(), where(stored));
            }
            previous = stored;
        }
        if (previous == null) {
            throw new IllegalArgumentException("no events to append to " + append.stream());
        }
        return new AppendResult(append.stream(), previous.version(), previous.position(), true);
    }

    private static String where(StoredEvent stored) {
        return "it is the " + stored.type() + " at version " + stored.version() + " of " + stored.stream();
    }
}
