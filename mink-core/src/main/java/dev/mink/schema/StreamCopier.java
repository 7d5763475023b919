package dev.mink.schema;

import dev.mink.StreamId;
import dev.mink.StreamQuery;
import dev.mink.spi.EventFilter;
import dev.mink.spi.EventLog;
import dev.mink.spi.FeedRange;
import dev.mink.spi.StoredEvent;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Copies events as they are today: upcast, perhaps filtered, perhaps into streams of other names. What is copied is
 * never touched.
 *
 * <pre>{@code
 * CopyProgress done = StreamCopier.of(EVENTS)
 *         .filter(stored -> !stored.stream().category().equals("Trial"))
 *         .onProgress(progress -> save(progress.position()))
 *         .copy(oldStorage, newStorage, 0);
 * }</pre>
 *
 * <p>An event keeps its id, its metadata and the time when it was recorded; its position and version are new. Where one
 * event becomes several, the further ones have ids made from the first one's. So a copy can be repeated, and continued
 * after a crash: what is there already is left as it is. While it runs, nobody else may append to the target.
 *
 * <p>Immutable and thread-safe.
 */
public final class StreamCopier {

    private static final int BATCH = 500;

    private final EventTypes types;
    private final Codec codec;
    private final Predicate<StoredEvent> filter;
    private final UnaryOperator<StreamId> rename;
    private final Consumer<CopyProgress> onProgress;

    private StreamCopier(
            EventTypes types,
            Codec codec,
            Predicate<StoredEvent> filter,
            UnaryOperator<StreamId> rename,
            Consumer<CopyProgress> onProgress) {
        this.types = Objects.requireNonNull(types, "event types");
        this.codec = Objects.requireNonNull(codec, "codec");
        this.filter = Objects.requireNonNull(filter, "filter");
        this.rename = Objects.requireNonNull(rename, "rename");
        this.onProgress = Objects.requireNonNull(onProgress, "progress listener");
    }

    /**
     * A copier to the schemas of event types. {@linkplain EventTypes#lenient() Lenient} ones copy what they do not know
     * as it is; others refuse it.
     */
    public static StreamCopier of(EventTypes types) {
        return new StreamCopier(types, Codec.json(), stored -> true, UnaryOperator.identity(), progress -> {});
    }

    /** The same for events of another codec than {@link Codec#json()}. */
    public StreamCopier codec(Codec newCodec) {
        return new StreamCopier(types, newCodec, filter, rename, onProgress);
    }

    /** Copies only these events, told by what is stored. */
    public StreamCopier filter(Predicate<StoredEvent> wanted) {
        return new StreamCopier(types, codec, wanted, rename, onProgress);
    }

    /** Copies into streams of these names. Streams that get the same name become one. */
    public StreamCopier rename(UnaryOperator<StreamId> names) {
        return new StreamCopier(types, codec, filter, names, onProgress);
    }

    /** Tells after each batch how far it is, in the thread that copies. */
    public StreamCopier onProgress(Consumer<CopyProgress> listener) {
        return new StreamCopier(types, codec, filter, rename, listener);
    }

    /**
     * Copies all events, in the order of the feed, up to its safe position at the time of the call.
     *
     * @param after only events behind this position: 0, or the position of an earlier progress
     * @return the position to continue behind, when more has been appended to the source
     * @throws IllegalArgumentException if source and target are the same, or the position is negative
     */
    public CopyProgress copy(EventLog source, EventLog target, long after) {
        if (source == target) {
            throw new IllegalArgumentException(
                    "a whole store cannot be copied into itself: give another storage, or copy streams one by one");
        }
        if (after < 0) {
            throw new IllegalArgumentException(
                    "position " + after + " is negative: positions start at 1, 0 is before all");
        }
        Copying copying = copying(source, target);
        long safe = source.safePosition();
        long position = after;
        List<StoredEvent> page;
        do {
            page = source.readFeed(new FeedRange(position, safe, EventFilter.all(), BATCH));
            boolean last = page.size() < BATCH;
            position = last ? Math.max(safe, position) : page.get(BATCH - 1).position();
            onProgress.accept(copying.copy(page, position));
        } while (page.size() == BATCH);
        return copying.progress();
    }

    /**
     * Copies one stream, from its beginning to its end at the time of the call. Within one storage it needs another
     * name, and all its events get ids made from those that they have.
     *
     * @throws IllegalArgumentException if it would be copied into itself
     */
    public CopyProgress copy(EventLog source, StreamId stream, EventLog target) {
        if (source == target && stream.equals(rename.apply(stream))) {
            throw new IllegalArgumentException(
                    "stream " + stream + " cannot be copied into itself: rename it, or give another storage");
        }
        Copying copying = copying(source, target);
        StreamQuery query = StreamQuery.of(stream).limit(BATCH);
        List<StoredEvent> page;
        do {
            page = source.readStream(query);
            if (!page.isEmpty()) {
                StoredEvent last = page.get(page.size() - 1);
                query = query.from(last.version() + 1);
                onProgress.accept(copying.copy(page, last.position()));
            }
        } while (page.size() == BATCH);
        return copying.progress();
    }

    private Copying copying(EventLog source, EventLog target) {
        return new Copying(new CopiedEvents(types, codec, source == target), filter, rename, target);
    }
}
