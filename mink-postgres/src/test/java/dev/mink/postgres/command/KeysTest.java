package dev.mink.postgres.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.Mink;
import dev.mink.command.CommandResult;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.CommandResult.Rejected;
import dev.mink.command.IdempotencyKeyReusedException;
import dev.mink.command.Middleware;
import dev.mink.command.RememberedRejectionException;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.command.Transfers.Purse;
import dev.mink.postgres.command.Transfers.Put;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Together;
import dev.mink.postgres.kit.Together.Outcome;
import dev.mink.spi.IdempotencyStore;
import dev.mink.spi.RememberedResult;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys of all kinds, and what is under them. */
class KeysTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final RememberedResult RESULT = new RememberedResult("f", "{}");

    @RegisterExtension
    final Database database = new Database();

    private long results() throws Exception {
        return database.number("select count(*) from \"" + database.schema() + "\".command_results");
    }

    @Test
    void keys_are_told_apart_exactly() throws Exception {
        Mink<Connection> mink = Transfers.mink(database.storage());
        List<String> keys = List.of(
                "k",
                "K",
                "k ·",
                "é",
                "e\u0301",
                "\ud83d\ude00".repeat(127) + "x",
                "'; drop table x; --",
                "%",
                "?",
                "\\");
        for (String key : keys) {
            assertThat(mink.dispatch(new Put(key, "p"))).isInstanceOf(Accepted.class);
        }
        for (String key : keys) {
            assertThat(mink.dispatch(new Put(key, "p")).orElseThrow().version()).isEqualTo(keys.indexOf(key) + 1L);
        }
        assertThat(mink.repository(Purse.TYPE).load("p").version()).isEqualTo(keys.size());
        assertThat(results()).isEqualTo(keys.size());
    }

    @Test
    void a_key_that_cannot_be_kept_is_rejected_before_it_reaches_the_database() throws Exception {
        Mink<Connection> mink = Transfers.mink(database.storage());
        for (String key : List.of("k\0", "\ud800", " k", "", "k".repeat(1000))) {
            assertThat(mink.dispatch(new Put(key, "p"))).isInstanceOf(Rejected.class);
        }
        assertThat(database.count()).isZero();
        assertThat(results()).isZero();
    }

    @Test
    void keys_whose_hashes_of_32_bits_are_the_same_are_not_in_each_others_way() throws Exception {
        List<String> pair = database.texts("with keys as (select 'k-' || n as key, hashtext('k-' || n) as hash"
                + " from generate_series(1, 300000) n),"
                + " shared as (select hash from keys group by hash having count(*) > 1 limit 1)"
                + " select key from keys join shared using (hash) limit 2");
        assertThat(pair).hasSize(2);
        PostgresStorage storage = database.storage();
        IdempotencyStore<Connection> results = storage.idempotency().orElseThrow();

        boolean bothAreFree = storage.transact(one ->
                results.reserve(one, pair.get(0), NOW, false).isEmpty()
                        && storage.transact(other ->
                                results.reserve(other, pair.get(1), NOW, false).isEmpty()));
        assertThat(bothAreFree).isTrue();
    }

    @Test
    void one_of_two_different_commands_that_come_at_once_under_one_key_is_refused() throws Exception {
        Mink<Connection> mink = Transfers.mink(database.storage());
        for (int i = 0; i < 20; i++) {
            String key = "k-" + i;
            List<Outcome<CommandResult>> outcomes =
                    Together.run(4, number -> () -> mink.dispatch(new Put(key, "p-" + number % 2)));

            assertThat(outcomes.stream().filter(Outcome::succeeded)).hasSize(2);
            assertThat(outcomes.stream().filter(outcome -> !outcome.succeeded()))
                    .allMatch(outcome -> outcome.failure() instanceof IdempotencyKeyReusedException);
        }
        assertThat(database.count()).isEqualTo(20);
    }

    @Test
    void a_key_that_was_reserved_in_vain_leaves_nothing() throws Exception {
        PostgresStorage storage = database.storage();
        IdempotencyStore<Connection> results = storage.idempotency().orElseThrow();

        for (int i = 0; i < 2; i++) {
            Optional<RememberedResult> known = storage.transact(tx -> results.reserve(tx, "k", NOW, false));
            assertThat(known).isEmpty();
        }
        assertThat(results()).isZero();
    }

    @Test
    void results_are_forgotten_while_their_keys_are_taken_again() throws Exception {
        PostgresStorage storage = database.storage();
        IdempotencyStore<Connection> results = storage.idempotency().orElseThrow();
        int keys = 300;
        for (int i = 0; i < keys; i++) {
            String key = "k-" + i;
            storage.<Void, RuntimeException>transact(tx -> {
                results.remember(tx, key, RESULT, NOW);
                return null;
            });
        }
        CountDownLatch begun = new CountDownLatch(1);
        try (Together threads = new Together()) {
            Future<Integer> taking = threads.start(() -> {
                int free = 0;
                for (int i = 0; i < keys; i++) {
                    String key = "k-" + i;
                    begun.countDown();
                    free += storage.transact(tx -> {
                        boolean isFree = results.reserve(tx, key, NOW, false).isEmpty();
                        results.remember(tx, key, RESULT, NOW.plusSeconds(1));
                        return isFree ? 1 : 0;
                    });
                }
                return free;
            });
            begun.await();
            int forgotten = 0;
            while (!taking.isDone()) {
                forgotten += results.forget(NOW, 7);
            }
            assertThat(Together.result(taking)).isEqualTo(keys);
            forgotten += results.forget(NOW, keys);
            assertThat(forgotten).isLessThanOrEqualTo(keys);
        }
        assertThat(results()).isEqualTo(keys);
        assertThat(results.forget(NOW.plusSeconds(1).minusNanos(1000), keys)).isZero();
        assertThat(results.forget(NOW.plusSeconds(1), keys)).isEqualTo(keys);
    }

    @Test
    void a_rejection_is_remembered_with_any_message() throws Exception {
        for (String message : List.of("Müller \ud83d\ude00", "a\0b", "\ud800", "x".repeat(1_000_000))) {
            Mink<Connection> mink = Transfers.builder(database.storage())
                    .middleware(
                            Middleware.idempotency(),
                            (envelope, next) -> new Rejected(new IllegalStateException(message)))
                    .build();
            Put put = new Put("k-" + message.hashCode(), "p");

            assertThat(mink.dispatch(put)).isInstanceOf(Rejected.class);
            assertThatExceptionOfType(RememberedRejectionException.class)
                    .isThrownBy(() -> mink.dispatch(put).orElseThrow())
                    .withMessage(message.replace('\0', '?').replace('\ud800', message.length() == 1 ? '?' : '\ud800'));
        }
        assertThat(database.texts("select result ->> 'rejection' from \"" + database.schema() + "\".command_results"))
                .as("what an operator reads")
                .hasSize(4)
                .containsOnly("IllegalStateException");
    }
}
