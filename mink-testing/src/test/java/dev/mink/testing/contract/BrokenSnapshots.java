package dev.mink.testing.contract;

import dev.mink.StreamId;
import dev.mink.StreamQuery;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.EventLog;
import dev.mink.spi.EventStorage;
import dev.mink.spi.ForwardingStorage;
import dev.mink.spi.Retention;
import dev.mink.spi.SnapshotStore;
import dev.mink.spi.StoredSnapshot;
import dev.mink.spi.StreamTail;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Ways to break snapshots, all of which the contract must find. */
@SuppressWarnings("ImmutableEnumChecker")
enum BrokenSnapshots {
    WRITES_NOTHING(writing((store, snapshot, retention) -> true)),
    STORES_ANYTHING(accepting(snapshot -> true)),
    KEEPS_ONE_MORE(writing((store, snapshot, retention) -> store.write(
            snapshot, new Retention((int) Math.min(Integer.MAX_VALUE, retention.last() + 1L), retention.since())))),
    KEEPS_ONE(writing((store, snapshot, retention) -> store.write(snapshot, new Retention(1, retention.since())))),
    FORGETS_RECENT_ONES(
            writing((store, snapshot, retention) -> store.write(snapshot, new Retention(retention.last(), null)))),
    IS_LATE_BY_A_MOMENT(writing((store, snapshot, retention) -> store.write(
            snapshot,
            new Retention(
                    retention.last(),
                    retention.since() == null ? null : retention.since().plusNanos(1000))))),
    KEEPS_THE_FIRST_OF_A_VERSION(writing((store, snapshot, retention) ->
            store.find(snapshot.stream()).stream().anyMatch(known -> known.version() == snapshot.version())
                    || store.write(snapshot, retention))),
    TIDIES_JSON(writing((store, snapshot, retention) -> store.write(
            new StoredSnapshot(
                    snapshot.stream(),
                    snapshot.version(),
                    snapshot.lastEvent(),
                    snapshot.schema(),
                    snapshot.type(),
                    Events.json(snapshot.payload().toString().replace(" ", "")),
                    snapshot.takenAt()),
            retention))),
    STORES_WHAT_IS_AT_ANOTHER_VERSION(accepting(snapshot -> snapshot.version() <= 3)),
    STORES_THE_FUTURE(accepting(snapshot -> snapshot.version() > 3)),
    FINDS_THE_OLDEST_FIRST(store -> new Forwarding(store) {
        @Override
        public List<StoredSnapshot> find(StreamId stream) {
            List<StoredSnapshot> reversed = new ArrayList<>(super.find(stream));
            Collections.reverse(reversed);
            return reversed;
        }
    }),
    DELETES_NOTHING(store -> new Forwarding(store) {
        @Override
        public int delete(StreamId stream) {
            return 0;
        }
    }),
    DELETES_TOO_MUCH(store -> new Forwarding(store) {
        @Override
        public int delete(StreamId stream) {
            return super.deleteAll(stream.category());
        }
    }),
    DELETES_BY_PREFIX(store -> new Forwarding(store) {
        @Override
        public int deleteAll(String category) {
            var unused = super.deleteAll(category + "s");
            return super.deleteAll(category);
        }
    }),
    LISTS_BY_PREFIX(store -> new Forwarding(store) {
        @Override
        public List<StreamId> streams(String category, String after, int limit) {
            List<StreamId> all = new ArrayList<>(super.streams(category, after, limit));
            all.addAll(super.streams(category + "s", after, limit));
            return all;
        }
    }),
    LISTS_IN_THE_ORDER_OF_UTF_16(store -> new Forwarding(store) {
        @Override
        public List<StreamId> streams(String category, String after, int limit) {
            return super.streams(category, after, limit).stream()
                    .sorted(Comparator.comparing(StreamId::toString))
                    .toList();
        }
    }),
    LISTS_THE_FIRST_PAGE_ONLY(store -> new Forwarding(store) {
        @Override
        public List<StreamId> streams(String category, String after, int limit) {
            return super.streams(category, "", limit);
        }
    }),

    IGNORES_SNAPSHOTS(reading((log, query, schema) -> new StreamTail(null, log.readStream(query)))),
    IGNORES_SCHEMAS(reading((log, query, schema) -> {
        StreamTail tail = log.readTail(query, schema);
        return tail.snapshot() != null ? tail : log.readTail(query, "2-abcd");
    })),
    TAKES_CASE_AS_IT_COMES(reading((log, query, schema) -> {
        StreamId small =
                StreamId.of(query.stream().category(), query.stream().id().toLowerCase(Locale.ROOT));
        StoredSnapshot other = log.readTail(StreamQuery.of(small), schema).snapshot();
        return other == null ? log.readTail(query, schema) : new StreamTail(other, log.readStream(query));
    })),
    REPEATS_THE_LAST_EVENT(reading((log, query, schema) -> {
        StoredSnapshot snapshot = log.readTail(query, schema).snapshot();
        return snapshot == null
                ? log.readTail(query, schema)
                : new StreamTail(snapshot, log.readStream(query.from(snapshot.version())));
    })),
    READS_BEYOND_THE_PART(reading((log, query, schema) -> log.readTail(query.through(Long.MAX_VALUE), schema))),
    READS_WITHOUT_LIMIT(reading((log, query, schema) -> log.readTail(query.limit(Long.MAX_VALUE), schema))),
    READS_FROM_THE_SNAPSHOT_ON_ALWAYS(reading((log, query, schema) -> log.readTail(query.from(1), schema))),
    HAS_NO_SNAPSHOTS_IN_TRANSACTIONS(
            reading(EventLog::readTail), (log, query, schema) -> new StreamTail(null, log.readStream(query))),
    SEES_ONLY_WHAT_IS_COMMITTED_IN_TRANSACTIONS(
            reading(EventLog::readTail),
            (log, query, schema) -> log.readTail(query.through(Math.min(3, query.through())), schema));

    private final Breaking breaking;
    private final Tail withinTransactions;

    BrokenSnapshots(Breaking breaking) {
        this(breaking, breaking.tail());
    }

    BrokenSnapshots(UnaryOperator<SnapshotStore> store) {
        this(new Breaking(store, EventLog::readTail));
    }

    BrokenSnapshots(Breaking breaking, Tail withinTransactions) {
        this.breaking = breaking;
        this.withinTransactions = withinTransactions;
    }

    EventStorage<MemoryTransaction> newStorage() {
        InMemoryStorage storage = new InMemoryStorage();
        SnapshotStore broken = breaking.store().apply(storage.snapshots().orElseThrow());
        return new ForwardingStorage<>(storage) {
            @Override
            public Optional<SnapshotStore> snapshots() {
                return Optional.of(broken);
            }

            @Override
            public StreamTail readTail(StreamQuery query, String schema) {
                return breaking.tail().read(storage, query, schema);
            }

            @Override
            public EventLog within(MemoryTransaction transaction) {
                EventLog log = storage.within(transaction);
                return new SabotagedLog(log) {
                    @Override
                    public StreamTail readTail(StreamQuery query, String schema) {
                        return withinTransactions.read(log, query, schema);
                    }
                };
            }
        };
    }

    private static Breaking writing(Write write) {
        return new Breaking(
                store -> new Forwarding(store) {
                    @Override
                    public boolean write(StoredSnapshot snapshot, Retention retention) {
                        return write.write(to, snapshot, retention);
                    }
                },
                EventLog::readTail);
    }

    /** Is content with some snapshots whose events are not there. */
    private static Breaking accepting(Predicate<StoredSnapshot> which) {
        return writing((store, snapshot, retention) -> store.write(snapshot, retention) || which.test(snapshot));
    }

    private static Breaking reading(Tail tail) {
        return new Breaking(UnaryOperator.identity(), tail);
    }

    private record Breaking(UnaryOperator<SnapshotStore> store, Tail tail) {}

    @FunctionalInterface
    private interface Write {
        boolean write(SnapshotStore store, StoredSnapshot snapshot, Retention retention);
    }

    @FunctionalInterface
    private interface Tail {
        StreamTail read(EventLog log, StreamQuery query, String schema);
    }

    private static class Forwarding implements SnapshotStore {

        final SnapshotStore to;

        Forwarding(SnapshotStore to) {
            this.to = to;
        }

        @Override
        public boolean write(StoredSnapshot snapshot, Retention retention) {
            return to.write(snapshot, retention);
        }

        @Override
        public List<StoredSnapshot> find(StreamId stream) {
            return to.find(stream);
        }

        @Override
        public List<StreamId> streams(String category, String after, int limit) {
            return to.streams(category, after, limit);
        }

        @Override
        public int delete(StreamId stream) {
            return to.delete(stream);
        }

        @Override
        public int deleteAll(String category) {
            return to.deleteAll(category);
        }
    }
}
