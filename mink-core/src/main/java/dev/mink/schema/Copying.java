package dev.mink.schema;

import dev.mink.AppendResult;
import dev.mink.DuplicateEventIdException;
import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventLog;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StreamAppend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A copy under way. Events are written in the order in which they come, as many in one append as that allows. */
final class Copying {

    private final CopiedEvents events;
    private final Predicate<StoredEvent> filter;
    private final UnaryOperator<StreamId> rename;
    private final EventLog target;
    private final Map<StreamId, List<NewEvent>> batch = new LinkedHashMap<>();
    private @Nullable StreamId current;
    private CopyProgress progress = new CopyProgress(0, 0, 0);

    Copying(CopiedEvents events, Predicate<StoredEvent> filter, UnaryOperator<StreamId> rename, EventLog target) {
        this.events = events;
        this.filter = filter;
        this.rename = rename;
        this.target = target;
    }

    CopyProgress progress() {
        return progress;
    }

    /** Copies a page, after which all events up to a position are copied. */
    CopyProgress copy(List<StoredEvent> page, long position) {
        long written = progress.written();
        for (StoredEvent stored : page) {
            if (filter.test(stored)) {
                StreamId stream = rename.apply(stored.stream());
                List<NewEvent> copies = events.of(stored, stream);
                if (!copies.isEmpty()) {
                    written += add(stream, copies);
                }
            }
        }
        written += write();
        progress = new CopyProgress(position, progress.read() + page.size(), written);
        return progress;
    }

    /** An append has each stream once, so one that comes again after another begins the next append. */
    private long add(StreamId stream, List<NewEvent> copies) {
        long written = batch.containsKey(stream) && !stream.equals(current) ? write() : 0;
        batch.computeIfAbsent(stream, unseen -> new ArrayList<>()).addAll(copies);
        current = stream;
        return written;
    }

    private long write() {
        List<StreamAppend> appends = new ArrayList<>();
        batch.forEach((stream, copies) -> appends.add(new StreamAppend(stream, ExpectedVersion.any(), copies)));
        batch.clear();
        if (appends.isEmpty()) {
            return 0;
        }
        try {
            return write(appends);
        } catch (DuplicateEventIdException e) {
            // Some of it was written before an interruption: event by event, what is there already is left.
            return appends.stream()
                    .flatMap(append -> append.events().stream()
                            .map(event -> new StreamAppend(append.stream(), append.expected(), List.of(event))))
                    .mapToLong(append -> write(List.of(append)))
                    .sum();
        }
    }

    private long write(List<StreamAppend> appends) {
        List<AppendResult> results = target.append(new AppendRequest(appends));
        return results.get(0).repeated()
                ? 0
                : appends.stream().mapToLong(append -> append.events().size()).sum();
    }
}
