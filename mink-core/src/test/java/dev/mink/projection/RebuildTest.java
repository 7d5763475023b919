package dev.mink.projection;

import static dev.mink.projection.Shop.place;
import static dev.mink.projection.Shop.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.Mink;
import dev.mink.memory.MemoryTransaction;
import dev.mink.projection.RebuildProgress.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RebuildTest {

    private final Shop shop = new Shop();
    private final Tables tables = new Tables();

    private Mink<MemoryTransaction> node() {
        return shop.node("a", mink -> mink.async(tables.projection(1)));
    }

    @Test
    void the_old_generation_is_read_and_goes_on_until_the_new_one_has_caught_up() {
        try (Mink<MemoryTransaction> mink = node()) {
            place(mink, "1", "anna");
            run(mink);
            tables.lists.get(1).add("garbage");

            Rebuild rebuild = mink.projections().rebuild("customers");
            assertThat(rebuild.progress().outcome()).isEqualTo(Outcome.RUNNING);
            assertThat(mink.projections().status("customers").rebuilding()).isEqualTo(2);
            place(mink, "2", "berta");
            assertThat(tables.read()).containsExactly("v1 anna", "garbage");
            run(mink);

            assertThat(rebuild.progress().outcome()).isEqualTo(Outcome.DONE);
            assertThat(tables.served).isEqualTo(2);
            assertThat(tables.read()).containsExactly("v1 anna", "v1 berta");
            assertThat(tables.lists).containsOnlyKeys(2);
            place(mink, "3", "clara");
            run(mink);
            assertThat(tables.read()).containsExactly("v1 anna", "v1 berta", "v1 clara");
        }
    }

    @Test
    void events_are_marked_as_replayed_only_while_a_generation_is_filled() {
        try (Mink<MemoryTransaction> mink = node()) {
            place(mink, "1", "anna");
            run(mink);
            assertThat(tables.replayed).isEmpty();
            var unused = mink.projections().rebuild("customers");
            run(mink);
            place(mink, "2", "berta");
            run(mink);

            assertThat(tables.replayed).containsExactly("anna");
        }
    }

    @Test
    void a_beat_that_saw_the_generations_before_the_switch_does_not_make_replays_of_new_events() {
        AtomicReference<Runnable> afterBeat = new AtomicReference<>(() -> {});
        try (Mink<MemoryTransaction> mink =
                shop.node("a", new Overtaken(shop.storage, afterBeat::get), each -> each.async(tables.projection(1)))) {
            place(mink, "1", "anna");
            run(mink);
            var unused = mink.projections().rebuild("customers");
            afterBeat.set(() -> {
                afterBeat.set(() -> {});
                run(mink); // the switch
                place(mink, "2", "berta");
            });
            var unusedLast = mink.projections().runOnce();

            assertThat(tables.read()).containsExactly("v1 anna", "v1 berta");
            assertThat(tables.replayed).containsExactly("anna");
        }
    }

    @Test
    void a_cancelled_rebuild_leaves_the_old_generation_and_nothing_else() {
        try (Mink<MemoryTransaction> mink = node()) {
            place(mink, "1", "anna");
            run(mink);
            Rebuild rebuild = mink.projections().rebuild("customers");

            assertThat(rebuild.cancel()).isTrue();
            run(mink);

            assertThat(rebuild.progress().outcome()).isEqualTo(Outcome.CANCELLED);
            assertThat(rebuild.cancel()).isFalse();
            assertThat(tables.served).isEqualTo(1);
            assertThat(tables.lists).containsOnlyKeys(1);
            assertThat(mink.projections().status("customers").rebuilding()).isZero();
        }
    }

    @Test
    void a_rebuild_ends_although_events_never_cease() {
        try (Mink<MemoryTransaction> mink = node()) {
            place(mink, "1", "anna");
            run(mink);
            Rebuild rebuild = mink.projections().rebuild("customers");
            for (int i = 0; i < 5; i++) {
                place(mink, "1", "berta" + i);
                var unused = mink.projections().runOnce();
            }
            assertThat(rebuild.progress().outcome()).isEqualTo(Outcome.DONE);
        }
    }

    @Test
    void a_rebuild_under_way_is_not_begun_twice() {
        try (Mink<MemoryTransaction> mink = node()) {
            run(mink);
            assertThat(mink.projections().rebuild("customers").progress().generation())
                    .isEqualTo(2);
            assertThat(mink.projections().rebuild("customers").progress().generation())
                    .isEqualTo(2);
            run(mink);
            assertThat(mink.projections().rebuild("customers").progress().generation())
                    .isEqualTo(3);
        }
    }

    @Test
    void who_watches_is_told_how_far_it_is_and_that_it_is_done() {
        List<RebuildProgress> told = new ArrayList<>();
        try (Mink<MemoryTransaction> mink = node()) {
            place(mink, "1", "anna");
            place(mink, "2", "berta");
            run(mink);
            var unused = mink.projections().rebuild("customers", told::add);
            run(mink);

            assertThat(told).last().satisfies(end -> {
                assertThat(end.outcome()).isEqualTo(Outcome.DONE);
                assertThat(end.done()).isEqualTo(2);
                assertThat(end.total()).isEqualTo(2);
            });
            assertThat(told.stream().filter(each -> each.outcome() == Outcome.DONE))
                    .hasSize(1);
        }
    }

    @Test
    void poison_in_a_rebuild_is_parked_in_the_new_generation_only() {
        try (Mink<MemoryTransaction> mink = node()) {
            place(mink, "1", "anna");
            run(mink);
            var unused = mink.projections().rebuild("customers");
            Tables broken = tables;
            broken.lists.put(2, null);
            for (int i = 0; i < 10; i++) {
                run(mink);
                shop.later(Duration.ofSeconds(1));
            }

            assertThat(tables.served).isEqualTo(2);
            assertThat(mink.projections().deadLetters("customers").list(10)).hasSize(1);
        }
    }

    @Test
    void two_versions_run_side_by_side_and_the_old_one_is_removed_when_nobody_runs_it() {
        Tables old = new Tables();
        Tables now = new Tables();
        try (Mink<MemoryTransaction> one = shop.node("one", mink -> mink.async(old.projection(1)))) {
            place(one, "1", "anna");
            run(one);
            Projections<MemoryTransaction> two = Projections.builder(shop.storage)
                    .async(now.projection(2))
                    .node("two")
                    .byHand()
                    .keepOldVersions(Duration.ofMinutes(10))
                    .build(one.store(), shop.clock, Duration.ofMillis(500));
            for (int i = 0; i < 5; i++) {
                var unused = two.runOnce() + one.projections().runOnce();
            }
            place(one, "2", "berta");
            for (int i = 0; i < 5; i++) {
                var unused = two.runOnce() + one.projections().runOnce();
            }
            assertThat(old.read()).containsExactly("v1 anna", "v1 berta");
            assertThat(now.read()).containsExactly("v2 anna", "v2 berta");
            assertThat(now.replayed).containsExactly("anna");

            one.projections().close();
            shop.later(Duration.ofMinutes(5));
            var unused = two.runOnce();
            assertThat(shop.storage.projections().orElseThrow().roster().generations())
                    .hasSize(2);
            shop.later(Duration.ofMinutes(11));
            var unusedToo = two.runOnce() + two.runOnce();
            assertThat(shop.storage.projections().orElseThrow().roster().generations())
                    .singleElement()
                    .satisfies(left -> assertThat(left.version()).isEqualTo(2));
        }
    }
}
