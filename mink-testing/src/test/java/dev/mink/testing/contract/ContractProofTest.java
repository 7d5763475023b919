package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.EventStorage;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** The contract finds what is wrong with a storage. Each class of broken ones has one at a time. */
@Execution(ExecutionMode.CONCURRENT)
class ContractProofTest {

    @Test
    void a_storage_that_does_nothing_fails_every_test() {
        Events tests = run(selectClass(OnNothing.class));

        assertThat(names(tests.succeeded())).isEmpty();
        assertThat(tests.failed().count()).isEqualTo(tests.started().count()).isGreaterThan(100);
        assertThat(tests.skipped().count()).isZero();
    }

    @Test
    void a_storage_whose_transactions_do_not_even_run_fails_every_test() {
        Events tests = run(selectClass(OnLessThanNothing.class));

        assertThat(names(tests.succeeded())).isEmpty();
        assertThat(tests.failed().count()).isEqualTo(tests.started().count()).isGreaterThan(100);
    }

    @ParameterizedTest
    @EnumSource
    @ResourceLock("OnSabotaged")
    void a_storage_that_is_broken_in_one_way_fails_where_that_is_tested(Sabotage sabotage) {
        OnSabotaged.sabotage = sabotage;
        Events tests = run(selectNestedClass(List.of(OnSabotaged.class), sabotage.finder()));

        assertThat(tests.started().count()).isPositive();
        assertThat(tests.failed().count()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    @ResourceLock("OnBrokenTransactions")
    void a_storage_whose_transactions_are_broken_in_one_way_fails_where_that_is_tested(BrokenTransactions broken) {
        OnBrokenTransactions.broken = broken;
        Events tests = run(selectNestedClass(List.of(OnBrokenTransactions.class), broken.finder()));

        assertThat(tests.started().count()).isPositive();
        assertThat(tests.failed().count()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    @ResourceLock("OnBrokenCommands")
    void a_storage_whose_memory_of_commands_is_broken_in_one_way_fails_where_that_is_tested(BrokenCommands broken) {
        OnBrokenCommands.broken = broken;
        Events tests = run(selectNestedClass(List.of(OnBrokenCommands.class), broken.finder()));

        assertThat(tests.started().count()).isPositive();
        assertThat(tests.failed().count()).isPositive();
        assertThat(tests.skipped().count()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @ResourceLock("OnBrokenSnapshots")
    void a_storage_whose_snapshots_are_broken_in_one_way_fails_where_that_is_tested(BrokenSnapshots broken) {
        OnBrokenSnapshots.broken = broken;
        Events tests =
                run(selectNestedClass(List.of(OnBrokenSnapshots.class), EventStorageContract.KeepingSnapshots.class));

        assertThat(tests.started().count()).isPositive();
        assertThat(tests.failed().count()).isPositive();
        assertThat(tests.skipped().count()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @ResourceLock("OnBrokenProjections")
    void a_storage_whose_projections_are_broken_in_one_way_fails_where_that_is_tested(BrokenProjections broken) {
        requireFound(broken::newStorage, EventStorageContract.KeepingProjections.class);
    }

    @ParameterizedTest
    @EnumSource
    @ResourceLock("OnBrokenProjections")
    void a_storage_whose_partitions_are_broken_in_one_way_fails_where_that_is_tested(BrokenLeases broken) {
        requireFound(broken::newStorage, EventStorageContract.LeasingPartitions.class);
    }

    @ParameterizedTest
    @EnumSource
    @ResourceLock("OnBrokenProjections")
    void a_storage_that_parks_events_in_a_broken_way_fails_where_that_is_tested(BrokenParking broken) {
        requireFound(broken::newStorage, EventStorageContract.ParkingEvents.class);
    }

    private static void requireFound(Supplier<EventStorage<MemoryTransaction>> broken, Class<?> finder) {
        OnBrokenProjections.broken = broken;
        Events tests = run(selectNestedClass(List.of(OnBrokenProjections.class), finder));

        assertThat(tests.started().count()).isPositive();
        assertThat(tests.failed().count()).isPositive();
        assertThat(tests.skipped().count()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @ResourceLock("OnBrokenViews")
    void a_storage_whose_views_are_broken_in_one_way_fails_where_that_is_tested(BrokenViews broken) {
        OnBrokenViews.broken = broken;
        Events tests = run(selectNestedClass(List.of(OnBrokenViews.class), broken.finder()));

        assertThat(tests.failed().count()).isPositive();
        assertThat(tests.skipped().count()).isZero();
    }

    @Test
    void a_storage_that_says_that_it_has_no_memory_of_commands_is_not_asked_for_it() {
        for (Class<?> suite : List.of(
                EventStorageContract.RememberingResults.class,
                EventStorageContract.KeepingAudit.class,
                EventStorageContract.KeepingSnapshots.class,
                EventStorageContract.KeepingViews.class,
                EventStorageContract.KeepingProjections.class,
                EventStorageContract.LeasingPartitions.class,
                EventStorageContract.ParkingEvents.class,
                EventStorageContract.QueryingViews.class)) {
            Events tests = run(selectNestedClass(List.of(OnForgetful.class), suite));

            assertThat(tests.started().count()).isPositive();
            assertThat(tests.aborted().count()).isEqualTo(tests.started().count());
        }
        Events offered = run(selectNestedClass(List.of(OnForgetful.class), EventStorageContract.Offering.class));
        assertThat(offered.succeeded().count()).isEqualTo(5);
    }

    @Test
    void a_storage_whose_contract_denies_what_it_can_do_fails() {
        Events tests = run(selectNestedClass(List.of(OnModest.class), EventStorageContract.Offering.class));

        assertThat(tests.failed().count()).isEqualTo(5);
    }

    @Test
    void a_storage_that_is_not_broken_passes_in_the_same_way() {
        Events tests = run(selectNestedClass(List.of(OnWhole.class), EventStorageContract.ReadingStreams.class));

        assertThat(tests.started().count()).isPositive();
        assertThat(tests.failed().count()).isZero();
    }

    /** Runs tests at once, since those of what waits for others take their time. */
    private static Events run(DiscoverySelector suite) {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .selectors(suite)
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "16")
                .execute();
        assertThat(results.containerEvents().failed().count()).isZero();
        return results.testEvents();
    }

    private static List<String> names(Events events) {
        return events.stream()
                .map(Event::getTestDescriptor)
                .map(test -> test.getParent().orElseThrow().getDisplayName() + ": " + test.getDisplayName())
                .toList();
    }

    static class OnNothing extends EventStorageContract<String> {
        @Override
        protected EventStorage<String> newStorage() {
            return new DoNothingStorage();
        }
    }

    static class OnSabotaged extends EventStorageContract<MemoryTransaction> {

        private static Sabotage sabotage = Sabotage.IGNORES_EXPECTED_VERSIONS;

        @Override
        protected EventStorage<MemoryTransaction> newStorage() {
            return sabotage.newStorage();
        }
    }

    static class OnBrokenTransactions extends EventStorageContract<MemoryTransaction> {

        private static BrokenTransactions broken = BrokenTransactions.NEVER_ROLLS_BACK;

        @Override
        protected EventStorage<MemoryTransaction> newStorage() {
            return broken.newStorage();
        }
    }

    static class OnBrokenCommands extends EventStorageContract<MemoryTransaction> {

        private static BrokenCommands broken = BrokenCommands.REMEMBERS_NOTHING;

        @Override
        protected EventStorage<MemoryTransaction> newStorage() {
            return broken.newStorage();
        }
    }

    static class OnBrokenSnapshots extends EventStorageContract<MemoryTransaction> {

        private static BrokenSnapshots broken = BrokenSnapshots.WRITES_NOTHING;

        @Override
        protected EventStorage<MemoryTransaction> newStorage() {
            return broken.newStorage();
        }
    }

    static class OnBrokenProjections extends EventStorageContract<MemoryTransaction> {

        private static Supplier<EventStorage<MemoryTransaction>> broken = InMemoryStorage::new;

        @Override
        protected EventStorage<MemoryTransaction> newStorage() {
            return broken.get();
        }
    }

    static class OnBrokenViews extends EventStorageContract<MemoryTransaction> {

        private static BrokenViews broken = BrokenViews.SAVES_NOTHING;

        @Override
        protected EventStorage<MemoryTransaction> newStorage() {
            return broken.newStorage();
        }
    }

    /** Can do nothing but keep events, and says so. */
    static class OnForgetful extends EventStorageContract<MemoryTransaction> {
        @Override
        protected EventStorage<MemoryTransaction> newStorage() {
            return new SabotagedStorage();
        }

        @Override
        protected boolean remembersResults() {
            return false;
        }

        @Override
        protected boolean keepsAudit() {
            return false;
        }

        @Override
        protected boolean keepsViews() {
            return false;
        }

        @Override
        protected boolean keepsSnapshots() {
            return false;
        }

        @Override
        protected boolean keepsProjections() {
            return false;
        }
    }

    /** Says that it can do less than it can. */
    static class OnModest extends OnForgetful {
        @Override
        protected EventStorage<MemoryTransaction> newStorage() {
            return new InMemoryStorage();
        }
    }

    static class OnWhole extends EventStorageContract<MemoryTransaction> {
        @Override
        protected EventStorage<MemoryTransaction> newStorage() {
            return new SabotagedStorage();
        }
    }

    static class OnLessThanNothing extends EventStorageContract<String> {
        @Override
        protected EventStorage<String> newStorage() {
            return new DoNothingStorage() {
                @Override
                @SuppressWarnings("NullAway")
                public <R, X extends Exception> R transact(Work<String, R, X> work) {
                    return null;
                }
            };
        }
    }
}
