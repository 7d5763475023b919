package dev.mink;

import dev.mink.projection.InlineProjections;
import dev.mink.schema.Codec;
import dev.mink.schema.EventTypes;
import dev.mink.snapshot.CacheCounts;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventFilter;
import dev.mink.spi.EventLog;
import dev.mink.spi.EventStorage;
import dev.mink.spi.StorageInfo;
import dev.mink.spi.StoredEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Appends events to streams and reads them back.
 *
 * <p>Immutable and thread-safe. {@link #with(Metadata)} and {@link #within(Object)} give views of the
 * same store; a view of a transaction is as thread-safe as the transaction.
 *
 * @param <T> the transactions of its storage, such as {@code java.sql.Connection}
 */
public final class EventStore<T> {

    private final EventStorage<T> storage;
    private final EventCoding coding;
    private final int pageSize;
    private final Duration pollInterval;
    private final Shortcuts shortcuts;
    private final @Nullable InlineProjections<T> inline;
    private final Metadata metadata;
    private final @Nullable T transaction;
    private final EventLog log;

    private EventStore(Builder<T> builder, EventCoding coding) {
        this.storage = builder.instrumented();
        this.coding = coding;
        this.pageSize = builder.pageSize;
        this.pollInterval = builder.pollInterval;
        this.shortcuts = new Shortcuts(
                builder.codec,
                storage.snapshots(),
                builder.snapshotExecutor,
                builder.clock,
                List.copyOf(builder.instrumentations));
        this.inline = null;
        this.metadata = Metadata.empty();
        this.transaction = null;
        this.log = storage;
    }

    private EventStore(
            EventStore<T> other, @Nullable InlineProjections<T> inline, Metadata metadata, @Nullable T transaction) {
        this.storage = other.storage;
        this.coding = other.coding;
        this.pageSize = other.pageSize;
        this.pollInterval = other.pollInterval;
        this.shortcuts = other.shortcuts;
        this.inline = inline;
        this.metadata = metadata;
        this.transaction = transaction;
        this.log = transaction == null ? storage : storage.within(transaction);
    }

    /** An event store with these event types and otherwise as the {@link #builder} makes it. */
    public static <T> EventStore<T> of(EventStorage<T> storage, EventTypes types) {
        return builder(storage).events(types).build();
    }

    /** A builder of an event store that keeps its events in a storage. */
    public static <T> Builder<T> builder(EventStorage<T> storage) {
        return new Builder<>(storage);
    }

    /** The same store; events that it appends carry this metadata where they have none of their own. */
    public EventStore<T> with(Metadata defaults) {
        Metadata merged = Objects.requireNonNull(defaults, "metadata").orElse(metadata);
        return new EventStore<>(this, inline, merged, transaction);
    }

    /**
     * The same store through a transaction that the caller began and ends.
     *
     * <p>What is appended becomes visible to others when the transaction commits, and readers of the
     * feed wait for it: keep a transaction that has appended short. After a failed append the
     * transaction can only be rolled back.
     */
    public EventStore<T> within(T transaction) {
        Objects.requireNonNull(transaction, "transaction");
        return new EventStore<>(this, inline, metadata, transaction);
    }

    /**
     * Runs work in a transaction of its own, which commits when the work returns and rolls back when
     * it throws. Hand the transaction to {@link #within} to append in it.
     *
     * @return what the work returns
     * @throws X what the work throws
     */
    public <R, X extends Exception> R transact(EventStorage.Work<T, R, X> work) throws X {
        return storage.transact(work);
    }

    /** Aggregates kept in this store. */
    public <A extends Aggregate<E>, E> Repository<A> repository(AggregateType<A, E> type) {
        return Repository.of(this, type);
    }

    /** Things ruled by a decider and kept in this store. */
    public <C, S, E> DeciderRepository<C, S, E> repository(DeciderType<C, S, E> type) {
        return new DeciderRepository<>(this, type);
    }

    /**
     * Appends events to one stream, all or nothing.
     *
     * @param stream where they go
     * @param expected what must hold of the stream
     * @param events one or more events, plain or as {@link EventData}, in their order
     * @throws ConcurrencyException if the stream is not as expected
     * @throws DuplicateEventIdException if some ids are stored already, but not all of them there
     * @throws EventTooLargeException if an event is too large
     * @throws dev.mink.schema.UnknownEventException if an event is not registered
     * @throws dev.mink.schema.CodecException if an event cannot be encoded
     * @throws StorageException if the storage fails
     */
    public AppendResult append(StreamId stream, ExpectedVersion expected, Collection<?> events) {
        return append(Append.of(stream, expected, events)).get(0);
    }

    /**
     * Appends events to several streams, all or nothing, in the given order.
     *
     * @return one result per stream, in the same order
     * @throws IllegalArgumentException if there is nothing to append, a stream is given twice, or an
     *     event id is
     * @throws ConcurrencyException and the others as {@link #append(StreamId, ExpectedVersion, Collection)}
     */
    public List<AppendResult> append(Append... appends) {
        AppendRequest request = coding.encode(Arrays.asList(Objects.requireNonNull(appends, "appends")), metadata);
        List<AppendResult> results = inline != null && inline.concern(request)
                ? new InlineAppend<>(storage, inline).append(transaction, request)
                : log.append(request);
        StoreLog.appended(request, results);
        return results;
    }

    /** All events of a stream, oldest first; none if it does not exist. */
    public Stream<RecordedEvent> read(StreamId stream) {
        return read(StreamQuery.of(stream));
    }

    /**
     * Events of one stream. They are fetched in pages as they are consumed, so even a long stream is
     * never in memory as a whole; the result need not be closed.
     */
    public Stream<RecordedEvent> read(StreamQuery query) {
        return stream(stored(query))
                .mapMulti((stored, events) -> coding.decode(stored).forEach(events));
    }

    /**
     * Events of all streams in the order of their positions, as many as were safely there at the time
     * of the call. They are fetched in pages as they are consumed, from the third on by another thread while the one
     * before is consumed, where the storage allows that; the result need not be closed.
     */
    public Stream<RecordedEvent> read(FeedQuery query) {
        Objects.requireNonNull(query, "query");
        boolean readsAhead = transaction == null && storage.readsAhead();
        return stream(Pages.ofFeed(log, query, coding.filter(query), pageSize, readsAhead))
                .mapMulti((stored, events) -> coding.decode(stored, query).forEach(events));
    }

    /**
     * One page of the events of all streams. Following the feed means asking again with {@link
     * FeedPage#position()}, which never skips an event and never gives one twice.
     *
     * @param query its limit bounds the page, which has at most as many events as the page size
     */
    public FeedPage page(FeedQuery query) {
        return Pages.page(log, Objects.requireNonNull(query, "query"), coding, pageSize);
    }

    /**
     * Follows the events of all streams, from a position on and for ever.
     *
     * <p>To begin with what comes from now on, ask for what is behind {@link #safePosition()}.
     *
     * @param query its limit bounds each page, which has at most as many events as the page size
     * @throws IllegalStateException if this view belongs to a transaction
     */
    public Subscription subscribe(FeedQuery query) {
        if (isWithinTransaction()) {
            throw new IllegalStateException("a subscription outlives the transaction: subscribe to the store itself");
        }
        return new Subscription(this, storage, query, pollInterval);
    }

    /** What is known of a stream, if it exists. */
    public Optional<StreamInfo> info(StreamId stream) {
        return log.streamInfo(Objects.requireNonNull(stream, "stream"));
    }

    /**
     * The streams whose ids start with a prefix, such as {@code Order-}, in the order of their ids.
     *
     * @param prefix empty for all streams
     */
    public Stream<StreamInfo> streams(String prefix) {
        return stream(Pages.ofStreams(log, Objects.requireNonNull(prefix, "prefix"), pageSize));
    }

    /** The position of the last committed event; 0 if there is none. */
    public long lastPosition() {
        return log.lastPosition();
    }

    /**
     * The position up to which the feed is complete: no event at or before it will ever appear. Behind
     * {@link #lastPosition()} only while a transaction that has appended is open.
     */
    public long safePosition() {
        return log.safePosition();
    }

    /**
     * What operators want to know of the storage, by one cheap look.
     *
     * @throws StorageException if the storage fails
     */
    public StorageInfo info() {
        return storage.info();
    }

    /** What an event that was read from the storage itself stands for: one event, several, or none. */
    public List<RecordedEvent> decode(StoredEvent stored) {
        return coding.decode(stored);
    }

    /** What a query asks of the storage. */
    public EventFilter filter(FeedQuery query) {
        return coding.filter(query);
    }

    /** The same store, whose appends have projections process them. */
    EventStore<T> inlining(InlineProjections<T> projections) {
        return new EventStore<>(this, projections, metadata, transaction);
    }

    /** How often to look for new events when nothing wakes anyone up. */
    Duration pollInterval() {
        return pollInterval;
    }

    /**
     * What the caches of this store and all its views have done, by category. A type has its cache from the first time
     * that its repository is asked for.
     */
    public Map<String, CacheCounts> cacheCounts() {
        return shortcuts.cacheCounts();
    }

    /** The same store outside of any transaction. */
    EventStore<T> outside() {
        return new EventStore<>(this, inline, metadata, null);
    }

    /** Whether this view belongs to a transaction of the caller's. */
    boolean isWithinTransaction() {
        return transaction != null;
    }

    /** The events of a stream, not decoded. */
    Iterator<StoredEvent> stored(StreamQuery query) {
        return Pages.ofStream(log, Objects.requireNonNull(query, "query"), pageSize);
    }

    /** The newest snapshot of a schema and the events behind it, not decoded. */
    Pages.Tail tail(StreamQuery query, String schema) {
        return Pages.ofTail(log, query, schema, pageSize);
    }

    private static <X> Stream<X> stream(Iterator<X> elements) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(elements, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    EventCoding coding() {
        return coding;
    }

    Shortcuts shortcuts() {
        return shortcuts;
    }

    /**
     * Collects the settings of an {@link EventStore}; not thread-safe.
     *
     * @param <T> the transactions of its storage
     */
    public static final class Builder<T> {

        private final EventStorage<T> storage;
        private final List<Instrumentation> instrumentations = new ArrayList<>();
        private EventTypes types = EventTypes.none();
        private Codec codec = Codec.json();
        private int maxEventBytes = 1 << 20;
        private int pageSize = 1000;
        private Duration pollInterval = Duration.ofMillis(500);
        private Executor snapshotExecutor = Runnable::run;
        private Clock clock = Clock.systemUTC();

        private Builder(EventStorage<T> storage) {
            this.storage = Objects.requireNonNull(storage, "storage");
        }

        /**
         * Adds event types.
         *
         * @throws IllegalArgumentException if they contradict those added before
         */
        public Builder<T> events(EventTypes more) {
            types = types.and(more);
            return this;
        }

        /** How events are encoded; {@link Codec#json()} unless set. */
        public Builder<T> codec(Codec newCodec) {
            codec = Objects.requireNonNull(newCodec, "codec");
            return this;
        }

        /**
         * The greatest size of an encoded event in bytes, from 1; 1 MiB (1,048,576) unless set. The texts
         * of its metadata count, too.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder<T> maxEventBytes(int bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("maximum event size " + bytes + " is less than 1 byte");
            }
            maxEventBytes = bytes;
            return this;
        }

        /**
         * How many events are fetched at once when reading, from 1 to 100,000; 1,000 unless set. A page
         * is in memory as a whole.
         *
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder<T> pageSize(int events) {
            if (events < 1 || events > 100_000) {
                throw new IllegalArgumentException("page size " + events + " is not between 1 and 100,000");
            }
            pageSize = events;
            return this;
        }

        /**
         * How often a subscription looks for new events when nothing wakes it up, such as after an append in a
         * transaction that mink did not begin; 500 ms unless set, 1 ms to 1 hour.
         *
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder<T> pollInterval(Duration interval) {
            if (interval.compareTo(Duration.ofMillis(1)) < 0 || interval.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("poll interval " + interval + " is not between 1 ms and 1 hour");
            }
            pollInterval = interval;
            return this;
        }

        /**
         * Where snapshots are taken; on the thread that has saved, after the save, unless set. What is saved within a
         * transaction is left out there, as it may still roll back: then give an executor with threads.
         */
        public Builder<T> snapshotsOn(Executor executor) {
            snapshotExecutor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /** Has something watch what is appended and loaded; the first one is the outermost. */
        public Builder<T> instrument(Instrumentation instrumentation) {
            instrumentations.add(Objects.requireNonNull(instrumentation, "instrumentation"));
            return this;
        }

        /** The time by which snapshots are taken; the system's unless set. */
        public Builder<T> clock(Clock newClock) {
            clock = Objects.requireNonNull(newClock, "clock");
            return this;
        }

        private EventStorage<T> instrumented() {
            EventStorage<T> seen = storage;
            for (int i = instrumentations.size() - 1; i >= 0; i--) {
                seen = instrumentations.get(i).storage(seen);
            }
            return seen;
        }

        /** The event store. */
        public EventStore<T> build() {
            EventCoding coding = new EventCoding(types, codec, maxEventBytes);
            return new EventStore<>(this, coding);
        }
    }
}
