package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mink.AppendResult;
import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.spi.IdempotencyStore;
import dev.mink.spi.KeyInUseException;
import dev.mink.spi.RememberedResult;
import dev.mink.testing.contract.Threads.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results of commands: reserved, remembered with the events, and forgotten in time. */
abstract class IdempotencySuite<T> extends Suite<T> {

    private static final StreamId A = StreamId.of("Account", "a");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.000001Z");
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final RememberedResult RESULT = new RememberedResult("Open:12ab", "{\"n\":1}");
    private static final RememberedResult OTHER = new RememberedResult("Close:34cd", "{\"n\":2}");

    private final Threads others = new Threads();
    private IdempotencyStore<T> results;

    @SuppressWarnings("NullAway.Init")
    IdempotencySuite() {}

    abstract boolean remembersResults();

    @BeforeEach
    void find() {
        assumeTrue(remembersResults(), "this storage does not remember results of commands, as its contract says");
        results = storage.idempotency().orElseThrow(() -> new AssertionError("there is no idempotency store"));
    }

    @AfterEach
    void endThreads() {
        others.close();
    }

    private Optional<RememberedResult> known(String key, Instant now) {
        return storage.transact(transaction -> results.reserve(transaction, key, now, true));
    }

    /** Reserves a key and remembers a result; whether the key was free. */
    private boolean remember(String key, RememberedResult result, Instant expires) {
        return storage.transact(transaction -> {
            boolean free = results.reserve(transaction, key, NOW, true).isEmpty();
            results.remember(transaction, key, result, expires);
            return free;
        });
    }

    private void rememberAndRollBack(String key, RememberedResult result) {
        assertThatThrownBy(() -> storage.<Object, RolledBack>transact(transaction -> {
                    assertThat(results.reserve(transaction, key, NOW, true)).isEmpty();
                    append(storage.within(transaction), A, ExpectedVersion.any(), Events.one());
                    results.remember(transaction, key, result, LATER);
                    throw new RolledBack();
                }))
                .isInstanceOf(RolledBack.class);
    }

    @Test
    void a_result_is_remembered_under_its_key_from_the_commit_on() {
        assertThat(remember("k", RESULT, LATER)).isTrue();

        assertThat(known("k", NOW)).contains(RESULT);
        assertThat(known("k", NOW)).contains(RESULT);
        assertThat(known("other", NOW)).isEmpty();
    }

    @Test
    void a_key_that_was_reserved_in_vain_is_free_again() {
        assertThat(known("k", NOW)).isEmpty();
        assertThat(known("k", NOW)).isEmpty();

        assertThat(remember("k", RESULT, LATER)).isTrue();
        assertThat(known("k", NOW)).contains(RESULT);
    }

    @Test
    void events_and_result_are_there_together_or_not_at_all() {
        rememberAndRollBack("k", RESULT);
        assertThat(known("k", NOW)).isEmpty();
        assertThat(feed()).isEmpty();

        AppendResult appended = storage.transact(transaction -> {
            assertThat(results.reserve(transaction, "k", NOW, true)).isEmpty();
            results.remember(transaction, "k", OTHER, LATER);
            return append(storage.within(transaction), A, ExpectedVersion.any(), Events.one());
        });
        assertThat(appended.version()).isEqualTo(1);
        assertThat(known("k", NOW)).contains(OTHER);
        assertThat(feed()).hasSize(1);
    }

    @Test
    void a_transaction_finds_what_it_has_remembered_itself() {
        Optional<RememberedResult> found = storage.transact(transaction -> {
            assertThat(results.reserve(transaction, "k", NOW, false)).isEmpty();
            results.remember(transaction, "k", RESULT, LATER);
            return results.reserve(transaction, "k", NOW, false);
        });

        assertThat(found).contains(RESULT);
    }

    @Test
    void keys_are_told_apart_exactly() {
        List<String> keys = List.of(
                "k", "K", "k k", "kk", "é", "e\u0301", "ß", "ss", "%", "_", "'", "\\", "\ud83d\ude00", "k".repeat(255));
        for (String key : keys) {
            assertThat(remember(key, new RememberedResult(key, "{}"), LATER))
                    .as(key)
                    .isTrue();
        }
        for (String key : keys) {
            assertThat(known(key, NOW)).contains(new RememberedResult(key, "{}"));
        }
    }

    @Test
    void texts_are_kept_as_they_are() {
        for (String json :
                List.of("{ \"a\" : \"\\u0000 \\ud800 é \ud83d\ude00\" }", "\"" + "x".repeat(1 << 20) + "\"")) {
            RememberedResult result = new RememberedResult("Ä:" + json.length(), json);
            assertThat(remember("k" + json.length(), result, LATER)).isTrue();
            assertThat(known("k" + json.length(), NOW)).contains(result);
        }
    }

    @Test
    void a_result_is_as_good_as_forgotten_from_the_moment_at_which_it_expires() {
        assertThat(remember("k", RESULT, LATER)).isTrue();

        assertThat(known("k", LATER.minusNanos(1000))).contains(RESULT);
        assertThat(known("k", LATER)).isEmpty();
        assertThat(known("k", LATER.plusSeconds(1))).isEmpty();
    }

    @Test
    void an_expired_result_is_replaced_when_the_key_is_taken_again_and_only_then() {
        assertThat(remember("k", RESULT, NOW)).isTrue();
        rememberAndRollBack("k", OTHER);
        assertThat(known("k", NOW.minusNanos(1000))).contains(RESULT);

        assertThat(remember("k", OTHER, LATER)).isTrue();
        assertThat(known("k", NOW)).contains(OTHER);
        assertThat(known("k", NOW.minusNanos(1000))).contains(OTHER);
    }

    @Test
    void expired_results_are_forgotten_in_batches_and_others_never() {
        for (int i = 0; i < 5; i++) {
            assertThat(remember("k-" + i, RESULT, NOW.plusSeconds(i))).isTrue();
        }

        assertThat(results.forget(NOW.minusNanos(1000), 10)).isZero();
        assertThat(results.forget(NOW.plusSeconds(3), 3)).isEqualTo(3);
        assertThat(results.forget(NOW.plusSeconds(3), 3)).isEqualTo(1);
        assertThat(results.forget(NOW.plusSeconds(3), 3)).isZero();

        Instant before = NOW.minusSeconds(1);
        for (int i = 0; i < 4; i++) {
            assertThat(known("k-" + i, before)).isEmpty();
        }
        assertThat(known("k-4", before)).contains(RESULT);
    }

    @Test
    void who_waits_for_a_key_finds_what_its_holder_has_remembered() throws Exception {
        Future<Optional<RememberedResult>> waiting = storage.transact(transaction -> {
            assertThat(results.reserve(transaction, "k", NOW, true)).isEmpty();
            Future<Optional<RememberedResult>> other = others.start(() -> known("k", NOW));
            assertThat(Threads.soon(other))
                    .as("an answer while the key is held")
                    .isEmpty();
            results.remember(transaction, "k", RESULT, LATER);
            return other;
        });

        assertThat(Threads.eventually(waiting)).contains(RESULT);
    }

    @Test
    void who_waits_for_a_key_gets_it_when_its_holder_rolls_back() throws Exception {
        List<Future<Optional<RememberedResult>>> waiting = new ArrayList<>();
        assertThatThrownBy(() -> storage.<Object, Exception>transact(transaction -> {
                    assertThat(results.reserve(transaction, "k", NOW, true)).isEmpty();
                    results.remember(transaction, "k", RESULT, LATER);
                    waiting.add(others.start(() -> known("k", NOW)));
                    assertThat(Threads.soon(waiting.get(0)))
                            .as("an answer while the key is held")
                            .isEmpty();
                    throw new RolledBack();
                }))
                .isInstanceOf(RolledBack.class);

        assertThat(Threads.eventually(waiting.get(0))).isEmpty();
    }

    /** A storage that runs one transaction at a time lets it wait. */
    @Test
    void who_does_not_wait_for_a_key_is_told_that_it_is_in_use() throws Exception {
        Future<Optional<RememberedResult>> asking = storage.transact(transaction -> {
            assertThat(results.reserve(transaction, "k", NOW, false)).isEmpty();
            Future<Optional<RememberedResult>> other =
                    others.start(() -> storage.transact(second -> results.reserve(second, "k", NOW, false)));
            try {
                assertThat(Threads.soon(other))
                        .as("an answer while the key is held")
                        .isEmpty();
            } catch (ExecutionException e) {
                assertThat(e.getCause())
                        .isInstanceOfSatisfying(
                                KeyInUseException.class,
                                inUse -> assertThat(inUse.key()).isEqualTo("k"));
                other = others.start(() -> known("k", NOW));
            }
            results.remember(transaction, "k", RESULT, LATER);
            return other;
        });

        assertThat(Threads.eventually(asking)).contains(RESULT);
    }

    @Test
    void of_many_who_take_a_key_at_once_one_gets_it() throws Exception {
        for (int round = 0; round < 20; round++) {
            String key = "k-" + round;
            List<Outcome<Boolean>> outcomes = others.together(
                    8,
                    i -> () -> storage.transact(transaction -> {
                        if (results.reserve(transaction, key, NOW, true).isPresent()) {
                            return false;
                        }
                        append(storage.within(transaction), A, ExpectedVersion.any(), Events.one());
                        results.remember(transaction, key, RESULT, LATER);
                        return true;
                    }));

            assertThat(outcomes).extracting(Outcome::failure).containsOnlyNulls();
            assertThat(outcomes)
                    .filteredOn(outcome -> Boolean.TRUE.equals(outcome.result()))
                    .hasSize(1);
        }
        assertThat(feed()).hasSize(20);
    }

    @SuppressWarnings("serial")
    private static final class RolledBack extends Exception {}
}
