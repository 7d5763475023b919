package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.fixture.SettableClock;
import dev.mink.spi.IdempotencyStore;
import dev.mink.spi.RememberedResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HousekeepingTest {

    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");
    private final Results results = new Results();
    private final Housekeeping housekeeping = new Housekeeping(results, clock);

    @AfterEach
    void close() {
        housekeeping.close();
    }

    @Test
    void everything_that_has_expired_is_forgotten_in_small_batches() {
        results.expired = 2500;
        housekeeping.run();

        assertThat(results.expired).isZero();
        assertThat(results.batches).containsExactly(1000, 1000, 1000);
        assertThat(results.asked).containsOnly(clock.instant());
    }

    @Test
    void a_failure_is_not_the_end() {
        results.failing = true;
        housekeeping.run();
        results.failing = false;
        results.expired = 5;
        housekeeping.run();

        assertThat(results.expired).isZero();
    }

    @Test
    void an_interrupt_ends_it_after_a_batch() {
        results.expired = 5000;
        results.interrupting = true;
        housekeeping.run();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(results.batches).hasSize(1);
    }

    private static final class Results implements IdempotencyStore<String> {

        private final List<Integer> batches = new ArrayList<>();
        private final List<Instant> asked = new ArrayList<>();
        private int expired;
        private boolean failing;
        private boolean interrupting;

        @Override
        public int forget(Instant expiredAt, int limit) {
            if (failing) {
                throw new IllegalStateException("no connection");
            }
            if (interrupting) {
                Thread.currentThread().interrupt();
            }
            asked.add(expiredAt);
            batches.add(limit);
            int forgotten = Math.min(limit, expired);
            expired -= forgotten;
            return forgotten;
        }

        @Override
        public Optional<RememberedResult> reserve(String transaction, String key, Instant now, boolean wait) {
            throw new AssertionError("not its business");
        }

        @Override
        public void remember(String transaction, String key, RememberedResult result, Instant expires) {
            throw new AssertionError("not its business");
        }
    }
}
