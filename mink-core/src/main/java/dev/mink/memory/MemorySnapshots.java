package dev.mink.memory;

import dev.mink.StreamId;
import dev.mink.StreamQuery;
import dev.mink.spi.Retention;
import dev.mink.spi.SnapshotStore;
import dev.mink.spi.StoredSnapshot;
import dev.mink.spi.StreamTail;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Snapshots in memory, behind the lock of their storage. */
final class MemorySnapshots implements SnapshotStore {

    private static final Comparator<StoredSnapshot> NEWEST_FIRST =
            Comparator.comparingLong(StoredSnapshot::version).reversed();

    private final InMemoryStorage storage;
    private final MemoryLog log;
    private final Map<StreamId, List<StoredSnapshot>> streams = new HashMap<>();

    MemorySnapshots(InMemoryStorage storage, MemoryLog log) {
        this.storage = storage;
        this.log = log;
    }

    StreamTail readTail(StreamQuery query, String schema) {
        StoredSnapshot newest = newest(query, schema);
        if (newest == null) {
            return new StreamTail(null, log.readStream(query));
        }
        long from = Math.max(query.from(), newest.version() + 1);
        return new StreamTail(newest, log.readStream(query.from(from)));
    }

    private @Nullable StoredSnapshot newest(StreamQuery query, String schema) {
        return all(query.stream()).stream()
                .filter(snapshot -> snapshot.schema().equals(schema) && snapshot.version() <= query.through())
                .filter(this::counts)
                .min(NEWEST_FIRST)
                .orElse(null);
    }

    private boolean counts(StoredSnapshot snapshot) {
        return log.has(snapshot.stream(), snapshot.version(), snapshot.lastEvent());
    }

    private List<StoredSnapshot> all(StreamId stream) {
        return streams.getOrDefault(stream, List.of());
    }

    /** Refuses within a transaction of the same thread, which may still roll back what it reads. */
    @Override
    public boolean write(StoredSnapshot snapshot, Retention retention) {
        return storage.alone(() -> {
            if (storage.isWithinTransaction() || !counts(snapshot)) {
                return false;
            }
            List<StoredSnapshot> others = all(snapshot.stream()).stream()
                    .filter(other -> other.version() != snapshot.version())
                    .toList();
            List<StoredSnapshot> kept = new ArrayList<>(others);
            kept.add(snapshot);
            kept.removeIf(other -> !other.schema().equals(snapshot.schema()) || !counts(other));
            kept.sort(NEWEST_FIRST);
            streams.put(snapshot.stream(), retained(kept, retention));
            return true;
        });
    }

    private static List<StoredSnapshot> retained(List<StoredSnapshot> newestFirst, Retention retention) {
        List<StoredSnapshot> retained = new ArrayList<>();
        for (StoredSnapshot snapshot : newestFirst) {
            boolean recent = retention.since() != null && !snapshot.takenAt().isBefore(retention.since());
            if (retained.size() < retention.last() || recent) {
                retained.add(snapshot);
            }
        }
        return retained;
    }

    @Override
    public List<StoredSnapshot> find(StreamId stream) {
        return storage.alone(() ->
                all(stream).stream().filter(this::counts).sorted(NEWEST_FIRST).toList());
    }

    @Override
    public List<StreamId> streams(String category, String after, int limit) {
        return storage.alone(() -> streams.keySet().stream()
                .filter(stream -> stream.category().equals(category))
                .map(StreamId::toString)
                .filter(id -> MemoryLog.BY_CODE_POINTS.compare(id, after) > 0)
                .sorted(MemoryLog.BY_CODE_POINTS)
                .limit(limit)
                .map(StreamId::parse)
                .toList());
    }

    @Override
    public int delete(StreamId stream) {
        return storage.alone(() -> {
            List<StoredSnapshot> removed = streams.remove(stream);
            return removed == null ? 0 : removed.size();
        });
    }

    @Override
    public int deleteAll(String category) {
        return storage.alone(() ->
                streams.keySet().stream().filter(stream -> stream.category().equals(category)).toList().stream()
                        .mapToInt(this::delete)
                        .sum());
    }
}
