package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.spi.Generation;
import dev.mink.spi.Generation.State;
import dev.mink.spi.Partition;
import dev.mink.spi.PartitionId;
import dev.mink.spi.ProjectionNode;
import dev.mink.spi.Roster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The nodes that run projections, and the generations that there are to be run. */
abstract class ProjectionSuite<T> extends ReadModelSuite<T> {

    private static final ProjectionNode A = new ProjectionNode("node-a", Map.of(SALES, 1, "stock", 7));
    private static final ProjectionNode B = new ProjectionNode("node-b", Map.of());

    private List<ProjectionNode> nodes() {
        return projections.roster().nodes();
    }

    private void beat(ProjectionNode node, Duration timeToLive) {
        assertThat(projections.beat(node, timeToLive)).isNotNull();
    }

    @Test
    void a_node_that_beats_is_there_with_what_it_can_run() {
        assertThat(nodes()).isEmpty();
        Generation generation = add(SALES, 2);

        assertThat(projections.beat(B, LONG)).isEqualTo(new Roster(List.of(B), List.of(generation)));
        assertThat(projections.beat(A, LONG)).isEqualTo(new Roster(List.of(A, B), List.of(generation)));
        assertThat(projections.roster()).isEqualTo(new Roster(List.of(A, B), List.of(generation)));
    }

    @Test
    void a_node_can_run_what_its_last_beat_says() {
        beat(A, LONG);
        ProjectionNode later = new ProjectionNode(A.id(), Map.of("sales", 2));

        assertThat(projections.beat(later, LONG).nodes()).containsExactly(later);
        assertThat(nodes()).containsExactly(later);
    }

    @Test
    void a_node_that_does_not_beat_any_more_is_gone_after_its_time_and_comes_back_with_the_next_beat() {
        beat(A, LONG);
        beat(B, Duration.ofMillis(1));
        long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
        while (nodes().contains(B)) {
            assertThat(System.nanoTime()).as("when %s is still there", B).isLessThan(deadline);
        }
        assertThat(nodes()).containsExactly(A);

        beat(B, LONG);
        beat(A, Duration.ofMillis(1));
        while (nodes().contains(A)) {
            assertThat(System.nanoTime()).as("when %s is still there", A).isLessThan(deadline);
        }
        assertThat(nodes()).containsExactly(B);
    }

    @Test
    void a_node_that_leaves_is_gone_and_owns_nothing() {
        beat(A, LONG);
        beat(B, LONG);
        List<Partition> partitions = add(SALES, 3).partitions();
        PartitionId first = partitions.get(0).id();
        PartitionId second = partitions.get(1).id();
        long left = acquire(first, A.id());
        long kept = acquire(second, B.id());

        projections.leave(A.id());
        projections.leave("nobody");

        assertThat(nodes()).containsExactly(B);
        assertThat(partition(first).owner()).isNull();
        assertThat(partition(first).lease()).isGreaterThan(left);
        assertThat(partition(second).owner()).isEqualTo(B.id());
        assertThat(partition(second).lease()).isEqualTo(kept);
        assertThat(partition(partitions.get(2).id())).isEqualTo(partitions.get(2));
    }

    @Test
    void a_generation_begins_with_partitions_that_nobody_owns() {
        Generation generation = add(SALES, 3, State.SERVING, 2, 42);

        assertThat(generation.projection()).isEqualTo(SALES);
        assertThat(generation.number()).isEqualTo(1);
        assertThat(generation.version()).isEqualTo(3);
        assertThat(generation.state()).isEqualTo(State.SERVING);
        assertThat(generation.partitions()).hasSize(2);
        for (int i = 0; i < 2; i++) {
            Partition partition = generation.partitions().get(i);
            assertThat(partition)
                    .isEqualTo(new Partition(
                            new PartitionId(SALES, 1, i), 42, 0, null, false, 0, null, partition.movedAt()));
        }
        assertThat(generations()).containsExactly(generation);
    }

    @Test
    void generations_are_in_the_order_of_names_and_numbers_and_partitions_in_that_of_indexes() {
        Generation stock = add("stock", 12);
        Generation first = add(SALES, 1);
        for (int i = 2; i <= 11; i++) {
            assertThat(add(SALES, 1).number()).isEqualTo(i);
        }

        assertThat(generations()).hasSize(12).startsWith(first).endsWith(stock);
        assertThat(generations().subList(0, 11))
                .extracting(Generation::number)
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(stock.partitions())
                .extracting(partition -> partition.id().index())
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }

    @Test
    void a_number_is_not_used_again() {
        Generation first = add(SALES, 1);
        Generation second = add(SALES, 1);
        run(transaction -> projections.remove(transaction, SALES, second.number()));
        assertThat(generations()).containsExactly(first);

        run(transaction -> projections.remove(transaction, SALES, first.number()));
        assertThat(generations()).isEmpty();
        assertThat(add(SALES, 1).number()).isEqualTo(3);
        assertThat(add("stock", 1).number()).isEqualTo(1);
    }

    @Test
    void states_change_together() {
        Generation old = add(SALES, 1, State.SERVING, 1, 5);
        Generation next = add(SALES, 1, State.FILLING, 1, 0);

        run(transaction -> {
            assertThat(projections.lock(transaction, SALES)).containsExactly(old, next);
            projections.change(transaction, SALES, old.number(), State.RETIRED);
            projections.change(transaction, SALES, next.number(), State.SERVING);
            assertThat(projections.lock(transaction, SALES))
                    .extracting(Generation::state)
                    .containsExactly(State.RETIRED, State.SERVING);
        });

        assertThat(generations()).extracting(Generation::state).containsExactly(State.RETIRED, State.SERVING);
    }

    @Test
    void what_is_rolled_back_has_not_happened_to_generations() {
        Generation kept = add(SALES, 2);

        rollBack(transaction -> {
            assertThat(projections.lock(transaction, SALES)).containsExactly(kept);
            projections.change(transaction, SALES, kept.number(), State.SERVING);
            assertThat(projections
                            .add(transaction, SALES, 2, State.FILLING, 3, 0)
                            .number())
                    .isEqualTo(2);
            projections.remove(transaction, SALES, kept.number());
        });

        assertThat(generations()).containsExactly(kept);
    }

    @Test
    void a_generation_is_seen_by_its_own_transaction_before_the_commit() {
        run(transaction -> {
            Generation added = projections.add(transaction, SALES, 2, State.FILLING, 3, 0);
            assertThat(projections.serving(transaction, SALES, 2)).containsExactly(added);
        });
    }

    @Test
    void those_of_a_version_that_are_filled_or_served_are_told() {
        Generation retired = add(SALES, 1, State.SERVING, 1, 0);
        Generation serving = add(SALES, 1, State.SERVING, 1, 0);
        Generation filling = add(SALES, 1, State.FILLING, 2, 0);
        Generation other = add(SALES, 2, State.SERVING, 1, 0);
        run(transaction -> projections.change(transaction, SALES, retired.number(), State.RETIRED));

        run(transaction -> {
            assertThat(projections.serving(transaction, SALES, 1)).containsExactly(serving, filling);
            assertThat(projections.serving(transaction, SALES, 2)).containsExactly(other);
            assertThat(projections.serving(transaction, SALES, 3)).isEmpty();
            assertThat(projections.serving(transaction, "stock", 1)).isEmpty();
        });
    }

    @Test
    void who_relies_on_generations_waits_for_a_change_and_sees_all_of_it() throws Exception {
        Generation old = add(SALES, 1, State.SERVING, 1, 0);
        Future<List<Generation>> waiting = storage.transact(transaction -> {
            assertThat(projections.lock(transaction, SALES)).containsExactly(old);
            Future<List<Generation>> other =
                    others.start(() -> storage.transact(second -> projections.serving(second, SALES, 1)));
            assertThat(Threads.soon(other))
                    .as("an answer while the projection is locked")
                    .isEmpty();
            projections.change(transaction, SALES, old.number(), State.RETIRED);
            assertThat(projections
                            .add(transaction, SALES, 1, State.SERVING, 1, 0)
                            .number())
                    .isEqualTo(2);
            return other;
        });

        assertThat(Threads.eventually(waiting)).extracting(Generation::number).containsExactly(2);
    }

    @Test
    void who_relies_on_no_generation_yet_waits_for_the_first() throws Exception {
        Future<List<Generation>> waiting = storage.transact(transaction -> {
            assertThat(projections.lock(transaction, SALES)).isEmpty();
            Future<List<Generation>> other =
                    others.start(() -> storage.transact(second -> projections.serving(second, SALES, 1)));
            assertThat(Threads.soon(other))
                    .as("an answer while the projection is locked")
                    .isEmpty();
            assertThat(projections
                            .add(transaction, SALES, 1, State.SERVING, 1, 0)
                            .number())
                    .isEqualTo(1);
            return other;
        });

        assertThat(Threads.eventually(waiting)).extracting(Generation::number).containsExactly(1);
    }

    @Test
    void a_change_waits_for_those_who_rely_on_generations() throws Exception {
        Generation old = add(SALES, 1, State.SERVING, 1, 0);
        Future<List<Generation>> waiting = storage.transact(transaction -> {
            assertThat(projections.serving(transaction, SALES, 1)).containsExactly(old);
            Future<List<Generation>> other =
                    others.start(() -> storage.transact(second -> projections.lock(second, SALES)));
            assertThat(Threads.soon(other))
                    .as("a lock while somebody relies on the generations")
                    .isEmpty();
            return other;
        });

        assertThat(Threads.eventually(waiting)).containsExactly(old);
    }

    @Test
    void changes_wait_for_each_other() throws Exception {
        Future<List<Generation>> waiting = storage.transact(transaction -> {
            assertThat(projections.lock(transaction, SALES)).isEmpty();
            Future<List<Generation>> other =
                    others.start(() -> storage.transact(second -> projections.lock(second, SALES)));
            assertThat(Threads.soon(other)).as("a lock while another is held").isEmpty();
            assertThat(projections
                            .add(transaction, SALES, 1, State.FILLING, 1, 0)
                            .number())
                    .isEqualTo(1);
            return other;
        });

        assertThat(Threads.eventually(waiting)).extracting(Generation::number).containsExactly(1);
    }
}
