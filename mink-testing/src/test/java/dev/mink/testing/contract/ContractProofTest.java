package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.mink.spi.EventStorage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** The contract finds what is wrong with a storage. */
class ContractProofTest {

    @Test
    void a_storage_that_does_nothing_fails_every_test() {
        Events tests = run(OnNothing.class);

        assertThat(names(tests.succeeded())).isEmpty();
        assertThat(tests.failed().count()).isEqualTo(tests.started().count()).isGreaterThan(100);
        assertThat(tests.skipped().count()).isZero();
    }

    @Test
    void a_storage_whose_transactions_do_not_even_run_fails_every_test() {
        Events tests = run(OnLessThanNothing.class);

        assertThat(names(tests.succeeded())).isEmpty();
        assertThat(tests.failed().count()).isEqualTo(tests.started().count()).isGreaterThan(100);
    }

    private static Events run(Class<?> suite) {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(suite))
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
