package dev.mink.testing.contract;

import dev.mink.StreamId;
import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.Checkpoint;
import dev.mink.spi.EventStorage;
import dev.mink.spi.ParkedEvent;
import dev.mink.spi.PartitionId;
import dev.mink.spi.ProjectionStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ways to break what a storage keeps of parked events. */
@SuppressWarnings("ImmutableEnumChecker")
enum BrokenParking {
    PARKS_NOTHING(store -> new ForwardingProjections(store) {
        @Override
        public void park(MemoryTransaction transaction, PartitionId partition, List<ParkedEvent> events) {}
    }),
    PARKS_THE_FIRST_ONLY(store -> new ForwardingProjections(store) {
        @Override
        public void park(MemoryTransaction transaction, PartitionId partition, List<ParkedEvent> events) {
            super.park(transaction, partition, events.subList(0, Math.min(1, events.size())));
        }
    }),
    FORGETS_ERRORS(store -> new ForwardingProjections(store) {
        @Override
        public void park(MemoryTransaction transaction, PartitionId partition, List<ParkedEvent> events) {
            super.park(
                    transaction,
                    partition,
                    events.stream()
                            .map(each -> failed(each, null, each.attempts()))
                            .toList());
        }
    }),
    FORGETS_ATTEMPTS(store -> new ForwardingProjections(store) {
        @Override
        public void park(MemoryTransaction transaction, PartitionId partition, List<ParkedEvent> events) {
            super.park(
                    transaction,
                    partition,
                    events.stream().map(each -> failed(each, each.error(), 1)).toList());
        }
    }),
    KEEPS_THE_FIRST_ERROR(store -> new ForwardingProjections(store) {
        @Override
        public void park(MemoryTransaction transaction, PartitionId partition, List<ParkedEvent> events) {
            Set<Long> known = super.parked(partition.projection(), partition.generation(), null, 0, Suite.ALL).stream()
                    .map(ParkedEvent::position)
                    .collect(Collectors.toSet());
            super.park(
                    transaction,
                    partition,
                    events.stream()
                            .filter(each -> !known.contains(each.position()))
                            .toList());
        }
    }),
    UNPARKS_NOTHING(store -> new ForwardingProjections(store) {
        @Override
        public boolean unpark(MemoryTransaction transaction, PartitionId partition, long position) {
            return true;
        }
    }),
    UNPARKS_WITHOUT_A_WORD(store -> new ForwardingProjections(store) {
        @Override
        public boolean unpark(MemoryTransaction transaction, PartitionId partition, long position) {
            var unused = super.unpark(transaction, partition, position);
            return false;
        }
    }),
    UNPARKS_WHAT_WAS_NOT_PARKED(store -> new ForwardingProjections(store) {
        @Override
        public boolean unpark(MemoryTransaction transaction, PartitionId partition, long position) {
            var unused = super.unpark(transaction, partition, position);
            return true;
        }
    }),
    COUNTS_NOTHING(store -> new ForwardingProjections(store) {
        @Override
        public Optional<Checkpoint> hold(MemoryTransaction transaction, PartitionId partition) {
            return super.hold(transaction, partition).map(each -> new Checkpoint(each.position(), each.paused(), 0));
        }
    }),
    BLOCKS_ALL_STREAMS(store -> new ForwardingProjections(store) {
        @Override
        public Set<StreamId> parkedAmong(MemoryTransaction transaction, PartitionId partition, Set<StreamId> streams) {
            return streams;
        }
    }),
    BLOCKS_NO_STREAM(store -> new ForwardingProjections(store) {
        @Override
        public Set<StreamId> parkedAmong(MemoryTransaction transaction, PartitionId partition, Set<StreamId> streams) {
            return Set.of();
        }
    }),
    LISTS_ALL_STREAMS(store -> new ForwardingProjections(store) {
        @Override
        public List<ParkedEvent> parked(
                String projection, int generation, @Nullable StreamId stream, long after, int limit) {
            return super.parked(projection, generation, null, after, limit);
        }
    }),
    LISTS_FROM_THE_BEGINNING(store -> new ForwardingProjections(store) {
        @Override
        public List<ParkedEvent> parked(
                String projection, int generation, @Nullable StreamId stream, long after, int limit) {
            return super.parked(projection, generation, stream, 0, limit);
        }
    }),
    LISTS_WITHOUT_LIMIT(store -> new ForwardingProjections(store) {
        @Override
        public List<ParkedEvent> parked(
                String projection, int generation, @Nullable StreamId stream, long after, int limit) {
            return super.parked(projection, generation, stream, after, Suite.ALL);
        }
    }),
    LISTS_THE_FIRST_GENERATION(store -> new ForwardingProjections(store) {
        @Override
        public List<ParkedEvent> parked(
                String projection, int generation, @Nullable StreamId stream, long after, int limit) {
            return super.parked(projection, 1, stream, after, limit);
        }
    }),
    LISTS_THE_NEWEST_FIRST(store -> new ForwardingProjections(store) {
        @Override
        public List<ParkedEvent> parked(
                String projection, int generation, @Nullable StreamId stream, long after, int limit) {
            List<ParkedEvent> reversed = new ArrayList<>(super.parked(projection, generation, stream, after, limit));
            Collections.reverse(reversed);
            return reversed;
        }
    }),
    TAKES_EVERY_FAILURE_FOR_TRANSIENT(store -> new ForwardingProjections(store) {
        @Override
        public boolean isTransient(Throwable failure) {
            return true;
        }
    });

    private final UnaryOperator<ProjectionStore<MemoryTransaction>> breaking;

    BrokenParking(UnaryOperator<ProjectionStore<MemoryTransaction>> breaking) {
        this.breaking = breaking;
    }

    EventStorage<MemoryTransaction> newStorage() {
        return ForwardingProjections.storage(breaking);
    }

    private static ParkedEvent failed(ParkedEvent event, @Nullable String error, int attempts) {
        return new ParkedEvent(
                event.partition(),
                event.position(),
                event.stream(),
                event.version(),
                event.type(),
                error,
                attempts,
                event.at());
    }
}
