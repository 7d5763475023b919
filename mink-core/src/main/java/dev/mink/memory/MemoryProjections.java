package dev.mink.memory;

import dev.mink.StreamId;
import dev.mink.spi.Checkpoint;
import dev.mink.spi.Generation;
import dev.mink.spi.LeaseLostException;
import dev.mink.spi.ParkedEvent;
import dev.mink.spi.Partition;
import dev.mink.spi.PartitionId;
import dev.mink.spi.ProjectionNode;
import dev.mink.spi.ProjectionStore;
import dev.mink.spi.Roster;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far projections are, in memory. One transaction runs at a time, which is all the locking there is: nobody ever
 * meets somebody else at work on a partition.
 */
final class MemoryProjections implements ProjectionStore<MemoryTransaction> {

    private static final Comparator<PartitionId> IN_ORDER = Comparator.comparing(PartitionId::projection)
            .thenComparing(PartitionId::generation)
            .thenComparing(PartitionId::index);

    private final InMemoryStorage storage;
    private final Clock clock;
    private final NavigableMap<String, Beat> nodes = new TreeMap<>();
    private final Map<String, Integer> lastNumbers = new HashMap<>();
    private final NavigableMap<PartitionId, Filling> fillings = new TreeMap<>(IN_ORDER);
    private final NavigableMap<PartitionId, MemoryPartition> partitions = new TreeMap<>(IN_ORDER);
    private final Map<PartitionId, NavigableMap<Long, ParkedEvent>> parked = new HashMap<>();

    MemoryProjections(InMemoryStorage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    @Override
    public Roster beat(ProjectionNode node, Duration timeToLive) {
        return storage.transact(transaction -> {
            put(transaction, nodes, node.id(), new Beat(node, clock.instant().plus(timeToLive)));
            return roster();
        });
    }

    @Override
    public Roster roster() {
        return storage.transact(transaction -> {
            Instant now = clock.instant();
            List<ProjectionNode> alive = nodes.values().stream()
                    .filter(beat -> beat.expires().isAfter(now))
                    .map(Beat::node)
                    .toList();
            return new Roster(
                    alive, fillings.keySet().stream().map(this::generation).toList());
        });
    }

    @Override
    public void leave(String node) {
        run(transaction -> {
            put(transaction, nodes, node, null);
            partitions.values().stream()
                    .filter(partition -> node.equals(partition.owner))
                    .toList()
                    .forEach(partition -> change(transaction, partition, changed -> changed.own(null)));
        });
    }

    @Override
    public List<Generation> lock(MemoryTransaction transaction, String projection) {
        transaction.requireOpenOn(storage);
        return fillings.keySet().stream()
                .filter(id -> id.projection().equals(projection))
                .map(this::generation)
                .toList();
    }

    @Override
    public Generation add(
            MemoryTransaction transaction,
            String projection,
            int version,
            Generation.State state,
            int count,
            long position) {
        transaction.requireOpenOn(storage);
        int number = lastNumbers.getOrDefault(projection, 0) + 1;
        put(transaction, lastNumbers, projection, number);
        put(transaction, fillings, first(projection, number), new Filling(version, state));
        for (int index = 0; index < count; index++) {
            PartitionId id = new PartitionId(projection, number, index);
            put(transaction, partitions, id, new MemoryPartition(id, position, now()));
        }
        return generation(first(projection, number));
    }

    @Override
    public void change(MemoryTransaction transaction, String projection, int generation, Generation.State state) {
        transaction.requireOpenOn(storage);
        Filling filling = fillings.get(first(projection, generation));
        if (filling != null) {
            put(transaction, fillings, first(projection, generation), new Filling(filling.version(), state));
        }
    }

    @Override
    public void remove(MemoryTransaction transaction, String projection, int generation) {
        transaction.requireOpenOn(storage);
        put(transaction, fillings, first(projection, generation), null);
        for (MemoryPartition partition : partitionsOf(first(projection, generation))) {
            put(transaction, partitions, partition.id, null);
            put(transaction, parked, partition.id, null);
        }
    }

    @Override
    public List<Generation> serving(MemoryTransaction transaction, String projection, int version) {
        return lock(transaction, projection).stream()
                .filter(each -> each.version() == version && each.state() != Generation.State.RETIRED)
                .toList();
    }

    @Override
    public OptionalLong acquire(PartitionId id, long lease, String node) {
        return storage.transact(transaction -> {
            Optional<MemoryPartition> free = leased(id, lease);
            free.ifPresent(partition -> change(transaction, partition, changed -> changed.own(node)));
            return free.isPresent() ? OptionalLong.of(lease + 1) : OptionalLong.empty();
        });
    }

    @Override
    public void release(PartitionId id, long lease) {
        run(transaction ->
                leased(id, lease).ifPresent(partition -> change(transaction, partition, changed -> changed.own(null))));
    }

    @Override
    public Checkpoint claim(MemoryTransaction transaction, PartitionId id, long lease, Duration idle) {
        transaction.requireOpenOn(storage);
        return leased(id, lease)
                .orElseThrow(() -> new LeaseLostException(id, lease))
                .checkpoint();
    }

    @Override
    public void advance(MemoryTransaction transaction, PartitionId id, long lease, long position) {
        transaction.requireOpenOn(storage);
        MemoryPartition before = leased(id, lease).orElseThrow(() -> new LeaseLostException(id, lease));
        if (position != before.position) {
            change(transaction, before, changed -> {
                changed.position = position;
                changed.movedAt = now();
            });
        }
    }

    @Override
    public Optional<Checkpoint> hold(MemoryTransaction transaction, PartitionId id) {
        transaction.requireOpenOn(storage);
        return Optional.ofNullable(partitions.get(id)).map(MemoryPartition::checkpoint);
    }

    @Override
    public void pause(String projection, boolean paused) {
        run(transaction -> partitions.values().stream()
                .filter(partition -> partition.id.projection().equals(projection))
                .toList()
                .forEach(partition -> change(transaction, partition, changed -> changed.paused = paused)));
    }

    @Override
    public void fault(PartitionId id, long lease, @Nullable String fault) {
        run(transaction -> leased(id, lease)
                .ifPresent(partition -> change(transaction, partition, changed -> changed.fault = fault)));
    }

    private Optional<MemoryPartition> leased(PartitionId id, long lease) {
        return Optional.ofNullable(partitions.get(id)).filter(partition -> partition.lease == lease);
    }

    private void change(MemoryTransaction transaction, MemoryPartition before, Consumer<MemoryPartition> change) {
        MemoryPartition changed = before.copy();
        change.accept(changed);
        put(transaction, partitions, before.id, changed);
    }

    @Override
    public void park(MemoryTransaction transaction, PartitionId id, List<ParkedEvent> events) {
        changeParked(transaction, id, known -> {
            for (ParkedEvent event : events) {
                ParkedEvent before = known.get(event.position());
                known.put(
                        event.position(),
                        new ParkedEvent(
                                id,
                                event.position(),
                                event.stream(),
                                event.version(),
                                event.type(),
                                event.error(),
                                event.attempts(),
                                before == null ? now() : before.at()));
            }
            return known;
        });
    }

    @Override
    public boolean unpark(MemoryTransaction transaction, PartitionId id, long position) {
        if (!parkedIn(id).containsKey(position)) {
            return false;
        }
        changeParked(transaction, id, known -> {
            known.remove(position);
            return known;
        });
        return true;
    }

    private void changeParked(
            MemoryTransaction transaction, PartitionId id, UnaryOperator<NavigableMap<Long, ParkedEvent>> change) {
        transaction.requireOpenOn(storage);
        NavigableMap<Long, ParkedEvent> changed = change.apply(new TreeMap<>(parkedIn(id)));
        put(transaction, parked, id, changed);
        change(transaction, Objects.requireNonNull(partitions.get(id)), partition -> partition.parked = changed.size());
    }

    @Override
    public Set<StreamId> parkedAmong(MemoryTransaction transaction, PartitionId id, Set<StreamId> streams) {
        transaction.requireOpenOn(storage);
        return parkedIn(id).values().stream()
                .map(ParkedEvent::stream)
                .filter(streams::contains)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public List<ParkedEvent> parked(
            String projection, int generation, @Nullable StreamId stream, long after, int limit) {
        return storage.transact(transaction -> partitionsOf(first(projection, generation)).stream()
                .flatMap(partition -> parkedIn(partition.id).values().stream())
                .filter(event -> event.position() > after)
                .filter(event -> stream == null || event.stream().equals(stream))
                .sorted(Comparator.comparing(ParkedEvent::position))
                .limit(limit)
                .toList());
    }

    private NavigableMap<Long, ParkedEvent> parkedIn(PartitionId id) {
        NavigableMap<Long, ParkedEvent> known = parked.get(id);
        return known == null ? new TreeMap<>() : known;
    }

    /** Never: what fails in memory fails again. */
    @Override
    public boolean isTransient(Throwable failure) {
        return false;
    }

    private Generation generation(PartitionId first) {
        Filling filling = Objects.requireNonNull(fillings.get(first));
        List<Partition> now =
                partitionsOf(first).stream().map(MemoryPartition::partition).toList();
        return new Generation(first.projection(), first.generation(), filling.version(), filling.state(), now);
    }

    private List<MemoryPartition> partitionsOf(PartitionId first) {
        PartitionId next = new PartitionId(first.projection(), first.generation() + 1, 0);
        return List.copyOf(partitions.subMap(first, next).values());
    }

    /** The first partition of a generation, which stands for it. */
    private static PartitionId first(String projection, int generation) {
        return new PartitionId(projection, generation, 0);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private void run(Steps steps) {
        var unused = storage.<Boolean, RuntimeException>transact(transaction -> {
            steps.in(transaction);
            return true;
        });
    }

    /** Sets a value, or removes it, until the transaction is rolled back. */
    private static <K, V> void put(MemoryTransaction transaction, Map<K, V> map, K key, @Nullable V value) {
        V before = set(map, key, value);
        transaction.onRollback(() -> {
            var unused = set(map, key, before);
        });
    }

    private static <K, V> @Nullable V set(Map<K, V> map, K key, @Nullable V value) {
        return value == null ? map.remove(key) : map.put(key, value);
    }

    private record Beat(ProjectionNode node, Instant expires) {}

    private record Filling(int version, Generation.State state) {}

    @FunctionalInterface
    private interface Steps {
        void in(MemoryTransaction transaction);
    }
}
