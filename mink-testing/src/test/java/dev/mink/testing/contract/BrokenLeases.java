package dev.mink.testing.contract;

import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.Checkpoint;
import dev.mink.spi.EventStorage;
import dev.mink.spi.Generation;
import dev.mink.spi.LeaseLostException;
import dev.mink.spi.Partition;
import dev.mink.spi.PartitionId;
import dev.mink.spi.ProjectionStore;
import dev.mink.spi.Roster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Ways to break what a storage keeps of partitions. */
@SuppressWarnings("ImmutableEnumChecker")
enum BrokenLeases {
    ACQUIRES_WITH_ANY_LEASE(store -> new ForwardingProjections(store) {
        @Override
        public OptionalLong acquire(PartitionId partition, long lease, String node) {
            return super.acquire(partition, lease(partition), node);
        }
    }),
    ACQUIRES_NOTHING(store -> new ForwardingProjections(store) {
        @Override
        public OptionalLong acquire(PartitionId partition, long lease, String node) {
            return OptionalLong.of(lease + 1);
        }
    }),
    TELLS_THE_OLD_LEASE(store -> new ForwardingProjections(store) {
        @Override
        public OptionalLong acquire(PartitionId partition, long lease, String node) {
            OptionalLong acquired = super.acquire(partition, lease, node);
            return acquired.isPresent() ? OptionalLong.of(lease) : acquired;
        }
    }),
    FORGETS_OWNERS(store -> new ForwardingProjections(store) {
        @Override
        public OptionalLong acquire(PartitionId partition, long lease, String node) {
            return super.acquire(partition, lease, "somebody");
        }
    }),
    RELEASES_NOTHING(store -> new ForwardingProjections(store) {
        @Override
        public void release(PartitionId partition, long lease) {}
    }),
    RELEASES_WITH_ANY_LEASE(store -> new ForwardingProjections(store) {
        @Override
        public void release(PartitionId partition, long lease) {
            super.release(partition, lease(partition));
        }
    }),
    CLAIMS_WITH_ANY_LEASE(store -> new ForwardingProjections(store) {
        @Override
        public Checkpoint claim(MemoryTransaction transaction, PartitionId partition, long lease, Duration idle) {
            return super.claim(transaction, partition, lease(partition), idle);
        }
    }),
    CLAIMS_WHAT_DOES_NOT_EXIST(store -> new ForwardingProjections(store) {
        @Override
        public Checkpoint claim(MemoryTransaction transaction, PartitionId partition, long lease, Duration idle) {
            return super.hold(transaction, partition).orElse(new Checkpoint(0, false, 0));
        }
    }),
    TELLS_OF_ANOTHER_LEASE(store -> new ForwardingProjections(store) {
        @Override
        public Checkpoint claim(MemoryTransaction transaction, PartitionId partition, long lease, Duration idle) {
            try {
                return super.claim(transaction, partition, lease, idle);
            } catch (LeaseLostException e) {
                throw new LeaseLostException(partition, lease + 1);
            }
        }
    }),
    CLAIMS_FROM_THE_BEGINNING(store -> new ForwardingProjections(store) {
        @Override
        public Checkpoint claim(MemoryTransaction transaction, PartitionId partition, long lease, Duration idle) {
            Checkpoint found = super.claim(transaction, partition, lease, idle);
            return new Checkpoint(0, found.paused(), found.parked());
        }
    }),
    HIDES_PAUSES(store -> new ForwardingProjections(store) {
        @Override
        public Checkpoint claim(MemoryTransaction transaction, PartitionId partition, long lease, Duration idle) {
            Checkpoint found = super.claim(transaction, partition, lease, idle);
            return new Checkpoint(found.position(), false, found.parked());
        }
    }),
    ADVANCES_WITH_ANY_LEASE(store -> new ForwardingProjections(store) {
        @Override
        public void advance(MemoryTransaction transaction, PartitionId partition, long lease, long position) {
            super.advance(transaction, partition, lease(partition), position);
        }
    }),
    ADVANCES_NOTHING(store -> new ForwardingProjections(store) {
        @Override
        public void advance(MemoryTransaction transaction, PartitionId partition, long lease, long position) {}
    }),
    IGNORES_LOST_LEASES(store -> new ForwardingProjections(store) {
        @Override
        public void advance(MemoryTransaction transaction, PartitionId partition, long lease, long position) {
            if (lease == lease(partition)) {
                super.advance(transaction, partition, lease, position);
            }
        }
    }),
    MOVES_WHAT_STANDS_STILL(store -> new ForwardingProjections(store) {
        @Override
        public void advance(MemoryTransaction transaction, PartitionId partition, long lease, long position) {
            super.advance(transaction, partition, lease, position + 1);
            super.advance(transaction, partition, lease, position);
        }
    }),
    SHOWS_POSITIONS_THAT_WERE_ROLLED_BACK(store -> new ForwardingProjections(store) {
        private long moved;

        @Override
        public void advance(MemoryTransaction transaction, PartitionId partition, long lease, long position) {
            super.advance(transaction, partition, lease, position);
            moved = position;
        }

        @Override
        public Roster roster() {
            return positioned(super.roster(), moved);
        }
    }),
    HOLDS_WHAT_DOES_NOT_EXIST(store -> new ForwardingProjections(store) {
        @Override
        public Optional<Checkpoint> hold(MemoryTransaction transaction, PartitionId partition) {
            return Optional.of(super.hold(transaction, partition).orElse(new Checkpoint(0, false, 0)));
        }
    }),
    HOLDS_NOTHING(store -> new ForwardingProjections(store) {
        @Override
        public Optional<Checkpoint> hold(MemoryTransaction transaction, PartitionId partition) {
            return Optional.empty();
        }
    }),
    PAUSES_NOTHING(store -> new ForwardingProjections(store) {
        @Override
        public void pause(String projection, boolean paused) {}
    }),
    PAUSES_EVERYTHING(store -> new ForwardingProjections(store) {
        @Override
        public void pause(String projection, boolean paused) {
            super.roster().generations().forEach(each -> super.pause(each.projection(), paused));
        }
    }),
    NEVER_RESUMES(store -> new ForwardingProjections(store) {
        @Override
        public void pause(String projection, boolean paused) {
            super.pause(projection, true);
        }
    }),
    FAULTS_WITH_ANY_LEASE(store -> new ForwardingProjections(store) {
        @Override
        public void fault(PartitionId partition, long lease, @Nullable String fault) {
            super.fault(partition, lease(partition), fault);
        }
    }),
    NEVER_MENDS(store -> new ForwardingProjections(store) {
        @Override
        public void fault(PartitionId partition, long lease, @Nullable String fault) {
            if (fault != null) {
                super.fault(partition, lease, fault);
            }
        }
    }),
    CUTS_FAULTS_OFF(store -> new ForwardingProjections(store) {
        @Override
        public void fault(PartitionId partition, long lease, @Nullable String fault) {
            super.fault(partition, lease, fault == null ? null : fault.substring(0, Math.min(255, fault.length())));
        }
    });

    private final UnaryOperator<ProjectionStore<MemoryTransaction>> breaking;

    BrokenLeases(UnaryOperator<ProjectionStore<MemoryTransaction>> breaking) {
        this.breaking = breaking;
    }

    EventStorage<MemoryTransaction> newStorage() {
        return ForwardingProjections.storage(breaking);
    }

    private static Roster positioned(Roster roster, long position) {
        List<Generation> generations = new ArrayList<>();
        for (Generation generation : roster.generations()) {
            generations.add(new Generation(
                    generation.projection(),
                    generation.number(),
                    generation.version(),
                    generation.state(),
                    generation.partitions().stream()
                            .map(each -> new Partition(
                                    each.id(),
                                    position,
                                    each.lease(),
                                    each.owner(),
                                    each.paused(),
                                    each.parked(),
                                    each.fault(),
                                    each.movedAt()))
                            .toList()));
        }
        return new Roster(roster.nodes(), generations);
    }
}
