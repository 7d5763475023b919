package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.spi.Checkpoint;
import dev.mink.spi.Generation.State;
import dev.mink.spi.LeaseLostException;
import dev.mink.spi.Partition;
import dev.mink.spi.PartitionId;
import dev.mink.testing.contract.Threads.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Partitions of projections: run by one node at a time, and moved together with the effects. */
abstract class LeaseSuite<T> extends ReadModelSuite<T> {

    private static final PartitionId UNKNOWN = new PartitionId("unknown", 1, 0);
    private static final StreamId STREAM = StreamId.of("Account", "a");

    @Test
    void a_node_that_acquires_a_partition_owns_it_under_a_new_lease() {
        PartitionId id = add(SALES, 2).partitions().get(1).id();
        Partition before = partition(id);

        long first = projections.acquire(id, before.lease(), "a").orElseThrow();
        assertThat(first).isGreaterThan(before.lease());
        assertThat(partition(id)).isEqualTo(new Partition(id, 0, first, "a", false, 0, null, before.movedAt()));
        assertThat(partition(new PartitionId(SALES, 1, 0)).owner()).isNull();

        long second = projections.acquire(id, first, "b").orElseThrow();
        assertThat(second).isGreaterThan(first);
        assertThat(partition(id).owner()).isEqualTo("b");
    }

    @Test
    void a_partition_is_not_acquired_with_an_old_lease() {
        Owned owned = owned(SALES, "a");

        assertThat(projections.acquire(owned.id(), owned.lease() - 1, "b")).isEmpty();
        assertThat(projections.acquire(owned.id(), owned.lease() + 1, "b")).isEmpty();
        assertThat(projections.acquire(UNKNOWN, 0, "b")).isEmpty();
        assertThat(partition(owned.id()).owner()).isEqualTo("a");
        assertThat(partition(owned.id()).lease()).isEqualTo(owned.lease());
    }

    @Test
    void of_many_who_acquire_at_once_one_gets_it() throws Exception {
        PartitionId id = add(SALES, 1).partitions().get(0).id();
        for (int round = 0; round < 20; round++) {
            long lease = partition(id).lease();
            List<Outcome<OptionalLong>> outcomes =
                    others.together(8, i -> () -> projections.acquire(id, lease, "node-" + i));

            assertThat(outcomes).extracting(Outcome::failure).containsOnlyNulls();
            List<Outcome<OptionalLong>> winners = outcomes.stream()
                    .filter(outcome -> !OptionalLong.empty().equals(outcome.result()))
                    .toList();
            assertThat(winners).hasSize(1);
            assertThat(partition(id).owner()).isEqualTo("node-" + outcomes.indexOf(winners.get(0)));
            assertThat(winners.get(0).result())
                    .isEqualTo(OptionalLong.of(partition(id).lease()));
        }
    }

    @Test
    void a_partition_that_is_given_back_is_nobodys_and_its_lease_is_over() {
        Owned owned = owned(SALES, "a");

        projections.release(owned.id(), owned.lease() - 1);
        assertThat(partition(owned.id()).owner()).isEqualTo("a");

        projections.release(owned.id(), owned.lease());
        assertThat(partition(owned.id()).owner()).isNull();
        assertThat(partition(owned.id()).lease()).isGreaterThan(owned.lease());
        requireLost(owned);
    }

    @Test
    void who_has_the_lease_works_from_the_position_on() {
        PartitionId id = add(SALES, 1, State.FILLING, 2, 7).partitions().get(1).id();
        long lease = acquire(id, "a");

        run(transaction -> {
            assertThat(projections.claim(transaction, id, lease, LONG)).isEqualTo(new Checkpoint(7, false, 0));
            projections.advance(transaction, id, lease, 12);
            projections.advance(transaction, id, lease, 20);
            assertThat(projections.claim(transaction, id, lease, LONG)).isEqualTo(new Checkpoint(20, false, 0));
        });

        assertThat(partition(id).position()).isEqualTo(20);
        assertThat(partition(new PartitionId(SALES, 1, 0)).position()).isEqualTo(7);
        assertThat(partition(id).lease()).isEqualTo(lease);
        assertThat(partition(id).owner()).isEqualTo("a");
    }

    @Test
    void the_time_of_the_last_move_is_known() {
        Owned owned = owned(SALES, "a");
        Partition before = partition(owned.id());
        long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
        for (long to = 1; !partition(owned.id()).movedAt().isAfter(before.movedAt()); to++) {
            long position = to;
            run(transaction -> {
                claim(transaction, owned);
                projections.advance(transaction, owned.id(), owned.lease(), position);
            });
            assertThat(System.nanoTime()).as("when the time still stands").isLessThan(deadline);
        }

        Partition moved = partition(owned.id());
        for (int i = 0; i < 10; i++) {
            run(transaction -> {
                claim(transaction, owned);
                projections.advance(transaction, owned.id(), owned.lease(), moved.position());
            });
        }
        assertThat(partition(owned.id())).isEqualTo(moved);
    }

    @Test
    void effects_and_position_are_there_together_or_not_at_all() {
        Owned owned = owned(SALES, "a");

        rollBack(transaction -> work(transaction, owned));
        assertThat(feed()).isEmpty();
        assertThat(partition(owned.id()).position()).isZero();

        run(transaction -> work(transaction, owned));
        assertThat(feed()).hasSize(1);
        assertThat(partition(owned.id()).position()).isEqualTo(5);
    }

    private void work(T transaction, Owned owned) {
        claim(transaction, owned);
        var unused = append(storage.within(transaction), STREAM, ExpectedVersion.any(), Events.one());
        projections.advance(transaction, owned.id(), owned.lease(), 5);
    }

    @Test
    void who_has_lost_the_lease_can_write_nothing() {
        Owned owned = owned(SALES, "a");
        assertThat(acquire(owned.id(), "b")).isGreaterThan(owned.lease());

        requireLost(owned);
        assertThat(partition(owned.id()).position()).isZero();
    }

    @Test
    void there_is_no_lease_on_what_does_not_exist() {
        Owned owned = owned(SALES, "a");
        run(transaction -> projections.remove(transaction, SALES, 1));

        requireLost(owned);
        requireLost(new Owned(UNKNOWN, 0));
        projections.release(owned.id(), owned.lease());
        projections.fault(owned.id(), owned.lease(), "broken");
        assertThat(projections.acquire(owned.id(), owned.lease(), "b")).isEmpty();
        assertThat(generations()).isEmpty();
    }

    private void requireLost(Owned owned) {
        requireLost(owned, transaction -> claim(transaction, owned));
        requireLost(owned, transaction -> {
            var unused = append(storage.within(transaction), STREAM, ExpectedVersion.any(), Events.one());
            projections.advance(transaction, owned.id(), owned.lease(), 99);
        });
        assertThat(feed()).isEmpty();
    }

    private void requireLost(Owned owned, Steps<T> steps) {
        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> run(steps))
                .satisfies(lost -> {
                    assertThat(lost.partition()).isEqualTo(owned.id());
                    assertThat(lost.lease()).isEqualTo(owned.lease());
                });
    }

    /** A storage that runs one transaction at a time lets it wait. */
    @Test
    void a_partition_on_which_somebody_works_is_not_acquired() throws Exception {
        Owned owned = owned(SALES, "a");
        Future<OptionalLong> acquiring = storage.transact(transaction -> {
            claim(transaction, owned);
            Future<OptionalLong> other = others.start(() -> projections.acquire(owned.id(), owned.lease(), "b"));
            assertThat(Threads.soon(other).orElse(OptionalLong.empty()))
                    .as("a lease on what somebody works on")
                    .isEmpty();
            projections.advance(transaction, owned.id(), owned.lease(), 5);
            return other;
        });

        OptionalLong acquired = Threads.eventually(acquiring);
        assertThat(partition(owned.id()).owner()).isEqualTo(acquired.isPresent() ? "b" : "a");
        assertThat(partition(owned.id()).position()).isEqualTo(5);
    }

    @Test
    void who_begins_to_work_waits_for_those_who_work_and_sees_where_they_came() throws Exception {
        Owned owned = owned(SALES, "a");
        List<Future<Optional<Checkpoint>>> waiting = storage.transact(transaction -> {
            claim(transaction, owned);
            Future<Optional<Checkpoint>> claiming = others.start(() -> storage.transact(
                    second -> Optional.of(projections.claim(second, owned.id(), owned.lease(), LONG))));
            Future<Optional<Checkpoint>> holding =
                    others.start(() -> storage.transact(second -> projections.hold(second, owned.id())));
            assertThat(Threads.soon(claiming)).as("a claim meanwhile").isEmpty();
            assertThat(Threads.soon(holding)).as("a hold meanwhile").isEmpty();
            projections.advance(transaction, owned.id(), owned.lease(), 5);
            return List.of(claiming, holding);
        });

        for (Future<Optional<Checkpoint>> each : waiting) {
            assertThat(Threads.eventually(each)).contains(new Checkpoint(5, false, 0));
        }
    }

    @Test
    void who_waits_to_work_finds_the_lease_lost_if_it_was_meanwhile() throws Exception {
        Owned owned = owned(SALES, "a");
        Future<Boolean> waiting = storage.transact(transaction -> {
            assertThat(projections.hold(transaction, owned.id())).isPresent();
            projections.remove(transaction, SALES, 1);
            Future<Boolean> other = others.start(task(() -> requireLost(owned, second -> claim(second, owned))));
            assertThat(Threads.soon(other)).as("a claim meanwhile").isEmpty();
            return other;
        });

        assertThat(Threads.eventually(waiting)).isTrue();
    }

    @Test
    void a_partition_can_be_held_without_a_lease() {
        Owned owned = owned(SALES, "a");

        run(transaction -> {
            assertThat(projections.hold(transaction, owned.id())).contains(new Checkpoint(0, false, 0));
            assertThat(projections.hold(transaction, UNKNOWN)).isEmpty();
            projections.advance(transaction, owned.id(), owned.lease(), 3);
            assertThat(projections.hold(transaction, owned.id())).contains(new Checkpoint(3, false, 0));
        });
    }

    @Test
    void all_partitions_of_a_projection_are_paused_and_no_others() {
        Owned owned = owned(SALES, "a");
        PartitionId next = add(SALES, 2).partitions().get(1).id();
        PartitionId other = add("stock", 1).partitions().get(0).id();

        projections.pause(SALES, true);
        run(transaction -> {
            assertThat(projections.claim(transaction, owned.id(), owned.lease(), LONG))
                    .isEqualTo(new Checkpoint(0, true, 0));
            assertThat(projections.hold(transaction, next)).contains(new Checkpoint(0, true, 0));
        });
        assertThat(partition(owned.id()).paused()).isTrue();
        assertThat(partition(other).paused()).isFalse();

        projections.pause(SALES, false);
        assertThat(generations())
                .flatExtracting(generation -> generation.partitions())
                .noneMatch(Partition::paused);
    }

    @Test
    void a_pause_waits_for_those_who_work() throws Exception {
        Owned owned = owned(SALES, "a");
        Future<Boolean> pausing = storage.transact(transaction -> {
            claim(transaction, owned);
            Future<Boolean> other = others.start(task(() -> projections.pause(SALES, true)));
            assertThat(Threads.soon(other)).as("a pause meanwhile").isEmpty();
            projections.advance(transaction, owned.id(), owned.lease(), 5);
            return other;
        });

        assertThat(Threads.eventually(pausing)).isTrue();
        assertThat(partition(owned.id()).paused()).isTrue();
        assertThat(partition(owned.id()).position()).isEqualTo(5);
    }

    @Test
    void a_fault_is_kept_until_nothing_is_wrong_any_more() {
        Owned owned = owned(SALES, "a");
        String fault = "Ä ' \\ \ud83d\ude00 \n" + "x".repeat(10_000);

        projections.fault(owned.id(), owned.lease(), fault);
        projections.fault(owned.id(), owned.lease() - 1, "of somebody else");
        assertThat(partition(owned.id()).fault()).isEqualTo(fault);

        projections.fault(owned.id(), owned.lease() - 1, null);
        assertThat(partition(owned.id()).fault()).isEqualTo(fault);
        projections.fault(owned.id(), owned.lease(), null);
        assertThat(partition(owned.id()).fault()).isNull();
    }
}
