package dev.mink.testing.contract;

import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.EventStorage;
import dev.mink.spi.Generation;
import dev.mink.spi.Generation.State;
import dev.mink.spi.ProjectionNode;
import dev.mink.spi.ProjectionStore;
import dev.mink.spi.Roster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Ways to break what a storage keeps of nodes and generations. */
@SuppressWarnings("ImmutableEnumChecker")
enum BrokenProjections {
    HIDES_NODES(store -> new ForwardingProjections(store) {
        @Override
        public Roster roster() {
            return new Roster(List.of(), super.roster().generations());
        }
    }),
    LETS_NODES_LIVE_FOR_EVER(store -> new ForwardingProjections(store) {
        @Override
        public Roster beat(ProjectionNode node, Duration timeToLive) {
            return super.beat(node, Duration.ofDays(1));
        }
    }),
    FORGETS_WHAT_NODES_CAN_RUN(store -> new ForwardingProjections(store) {
        @Override
        public Roster beat(ProjectionNode node, Duration timeToLive) {
            return super.beat(new ProjectionNode(node.id(), Map.of()), timeToLive);
        }
    }),
    ANSWERS_A_BEAT_WITH_WHAT_WAS_BEFORE(store -> new ForwardingProjections(store) {
        @Override
        public Roster beat(ProjectionNode node, Duration timeToLive) {
            Roster before = super.roster();
            var unused = super.beat(node, timeToLive);
            return before;
        }
    }),
    LETS_NOBODY_LEAVE(store -> new ForwardingProjections(store) {
        @Override
        public void leave(String node) {}
    }),
    LETS_WHO_LEAVES_OWN(store -> new ForwardingProjections(store) {
        @Override
        public void leave(String node) {
            var unused = super.beat(new ProjectionNode(node, Map.of()), Duration.ofNanos(1));
        }
    }),
    USES_NUMBERS_AGAIN(store -> new ForwardingProjections(store) {
        @Override
        public Generation add(
                MemoryTransaction transaction,
                String projection,
                int version,
                State state,
                int partitions,
                long position) {
            int number = super.lock(transaction, projection).size() + 1;
            return numbered(super.add(transaction, projection, version, state, partitions, position), number);
        }
    }),
    BEGINS_AT_THE_BEGINNING(store -> new ForwardingProjections(store) {
        @Override
        public Generation add(
                MemoryTransaction transaction,
                String projection,
                int version,
                State state,
                int partitions,
                long position) {
            return super.add(transaction, projection, version, state, partitions, 0);
        }
    }),
    FORGETS_VERSIONS(store -> new ForwardingProjections(store) {
        @Override
        public Generation add(
                MemoryTransaction transaction,
                String projection,
                int version,
                State state,
                int partitions,
                long position) {
            return super.add(transaction, projection, 1, state, partitions, position);
        }
    }),
    FORGETS_STATES(store -> new ForwardingProjections(store) {
        @Override
        public Generation add(
                MemoryTransaction transaction,
                String projection,
                int version,
                State state,
                int partitions,
                long position) {
            return super.add(transaction, projection, version, State.FILLING, partitions, position);
        }
    }),
    DIVIDES_NOTHING(store -> new ForwardingProjections(store) {
        @Override
        public Generation add(
                MemoryTransaction transaction,
                String projection,
                int version,
                State state,
                int partitions,
                long position) {
            return super.add(transaction, projection, version, state, 1, position);
        }
    }),
    CHANGES_NOTHING(store -> new ForwardingProjections(store) {
        @Override
        public void change(MemoryTransaction transaction, String projection, int generation, State state) {}
    }),
    CHANGES_ALL(store -> new ForwardingProjections(store) {
        @Override
        public void change(MemoryTransaction transaction, String projection, int generation, State state) {
            super.lock(transaction, projection)
                    .forEach(each -> super.change(transaction, projection, each.number(), state));
        }
    }),
    REMOVES_NOTHING(store -> new ForwardingProjections(store) {
        @Override
        public void remove(MemoryTransaction transaction, String projection, int generation) {}
    }),
    RETIRES_INSTEAD_OF_REMOVING(store -> new ForwardingProjections(store) {
        @Override
        public void remove(MemoryTransaction transaction, String projection, int generation) {
            super.change(transaction, projection, generation, State.RETIRED);
        }
    }),
    SERVES_WHAT_IS_RETIRED(store -> new ForwardingProjections(store) {
        @Override
        public List<Generation> serving(MemoryTransaction transaction, String projection, int version) {
            return super.lock(transaction, projection).stream()
                    .filter(each -> each.version() == version)
                    .toList();
        }
    }),
    SERVES_ALL_VERSIONS(store -> new ForwardingProjections(store) {
        @Override
        public List<Generation> serving(MemoryTransaction transaction, String projection, int version) {
            return super.lock(transaction, projection).stream()
                    .filter(each -> each.state() != State.RETIRED)
                    .toList();
        }
    }),
    HIDES_WHAT_IS_FILLED(store -> new ForwardingProjections(store) {
        @Override
        public List<Generation> serving(MemoryTransaction transaction, String projection, int version) {
            return super.serving(transaction, projection, version).stream()
                    .filter(Generation::isRead)
                    .toList();
        }
    }),
    SHOWS_WHAT_WAS_ROLLED_BACK(store -> new ForwardingProjections(store) {
        private @Nullable State changed;

        @Override
        public void change(MemoryTransaction transaction, String projection, int generation, State state) {
            super.change(transaction, projection, generation, state);
            changed = state;
        }

        @Override
        public Roster roster() {
            return new Roster(
                    super.roster().nodes(),
                    super.roster().generations().stream()
                            .map(each -> changed == null
                                    ? each
                                    : new Generation(
                                            each.projection(),
                                            each.number(),
                                            each.version(),
                                            changed,
                                            each.partitions()))
                            .toList());
        }
    });

    private final UnaryOperator<ProjectionStore<MemoryTransaction>> breaking;

    BrokenProjections(UnaryOperator<ProjectionStore<MemoryTransaction>> breaking) {
        this.breaking = breaking;
    }

    EventStorage<MemoryTransaction> newStorage() {
        return ForwardingProjections.storage(breaking);
    }

    private static Generation numbered(Generation generation, int number) {
        return new Generation(
                generation.projection(), number, generation.version(), generation.state(), generation.partitions());
    }
}
