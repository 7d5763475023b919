package dev.mink.postgres.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariDataSource;
import dev.mink.FeedQuery;
import dev.mink.Mink;
import dev.mink.RecordedEvent;
import dev.mink.command.CommandResult;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.Middleware;
import dev.mink.command.WhileRunning;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.command.Transfers.Coin;
import dev.mink.postgres.command.Transfers.Purse;
import dev.mink.postgres.command.Transfers.Put;
import dev.mink.postgres.kit.Database;
import dev.mink.spi.IdempotencyStore;
import dev.mink.spi.KeyInUseException;
import dev.mink.spi.RememberedResult;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IdempotencyTest {

    private static final Duration DAY = Duration.ofDays(1);

    @RegisterExtension
    final Database database = new Database();

    @Test
    void commands_sent_by_many_at_once_and_by_two_nodes_take_effect_once() throws Exception {
        Mink<Connection> here = Transfers.mink(database.storage());
        Mink<Connection> there = Transfers.mink(database.storage());
        int commands = 60;
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<CommandResult>> results = new ArrayList<>();
        for (int copy = 0; copy < 4; copy++) {
            Mink<Connection> node = copy % 2 == 0 ? here : there;
            for (int i = 0; i < commands; i++) {
                Put put = new Put("k-" + i, "p-" + i % 7);
                results.add(threads.submit(() -> node.dispatch(put)));
            }
        }
        for (Future<CommandResult> result : results) {
            assertThat(result.get(60, TimeUnit.SECONDS)).isInstanceOf(Accepted.class);
        }
        threads.shutdown();

        List<String> coins = here.store()
                .read(FeedQuery.all())
                .map(RecordedEvent::event)
                .map(event -> ((Coin) event).command())
                .toList();
        assertThat(coins).hasSize(commands).doesNotHaveDuplicates();
        for (int i = 0; i < commands; i++) {
            assertThat(results.get(i).get()).isEqualTo(results.get(i + commands).get());
        }
    }

    @Test
    void the_result_is_there_exactly_when_the_events_are() throws Exception {
        PostgresStorage storage = database.storage();
        boolean[] broken = {true};
        Mink<Connection> mink = Transfers.builder(storage)
                .middleware(Middleware.idempotency(), (envelope, next) -> {
                    CommandResult result = next.proceed(envelope);
                    if (broken[0]) {
                        throw new IllegalStateException("network");
                    }
                    return result;
                })
                .build();
        String results = "select count(*) from \"" + database.schema() + "\".command_results";

        assertThatIllegalStateException().isThrownBy(() -> mink.dispatch(new Put("k", "p")));
        assertThat(database.number(results)).isZero();
        assertThat(database.count()).isZero();

        broken[0] = false;
        CommandResult first = mink.dispatch(new Put("k", "p"));
        assertThat(mink.dispatch(new Put("k", "p"))).isEqualTo(first);
        assertThat(database.number(results)).isEqualTo(1);
        assertThat(database.count()).isEqualTo(1);
    }

    @Test
    void a_repetition_can_be_told_that_the_first_is_under_way() throws Exception {
        PostgresStorage storage = database.storage();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Mink<Connection> slow = Transfers.builder(storage)
                .middleware(Middleware.idempotency(DAY, WhileRunning.REFUSE), (envelope, next) -> {
                    begun.countDown();
                    try {
                        assertThat(go.await(60, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return next.proceed(envelope);
                })
                .build();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<CommandResult> first = thread.submit(() -> slow.dispatch(new Put("k", "p")));
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

        assertThatExceptionOfType(KeyInUseException.class)
                .isThrownBy(() -> slow.dispatch(new Put("k", "p")))
                .satisfies(e -> assertThat(e.key()).isEqualTo("k"));
        go.countDown();
        assertThat(slow.dispatch(new Put("other", "q"))).isInstanceOf(Accepted.class);
        CommandResult result = first.get(60, TimeUnit.SECONDS);
        assertThat(slow.dispatch(new Put("k", "p"))).isEqualTo(result);
        thread.shutdown();
        assertThat(slow.repository(Purse.TYPE).load("p").version()).isEqualTo(1);
    }

    @Test
    void a_repetition_is_answered_on_one_connection() {
        HikariDataSource one = database.pool(1, config -> config.setConnectionTimeout(2_000));
        Mink<Connection> mink = Transfers.mink(database.storage(one, options -> options));
        CommandResult first = mink.dispatch(new Put("k", "p"));

        assertThat(mink.dispatch(new Put("k", "p"))).isEqualTo(first);
    }

    @Test
    void results_are_forgotten_in_batches_when_they_expire() {
        PostgresStorage storage = database.storage();
        IdempotencyStore<Connection> results = storage.idempotency().orElseThrow();
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        for (int i = 0; i < 5; i++) {
            String key = "k-" + i;
            Instant expires = now.plusSeconds(i);
            boolean reserved = storage.transact(transaction -> {
                boolean free = results.reserve(transaction, key, now, true).isEmpty();
                results.remember(transaction, key, new RememberedResult("f", "{\"n\":1}"), expires);
                return free;
            });
            assertThat(reserved).isTrue();
        }

        assertThat(results.forget(now.plusSeconds(3), 3)).isEqualTo(3);
        assertThat(results.forget(now.plusSeconds(3), 3)).isEqualTo(1);
        Optional<RememberedResult> kept = storage.transact(tx -> results.reserve(tx, "k-4", now, true));
        Optional<RememberedResult> expired =
                storage.transact(tx -> results.reserve(tx, "k-4", now.plusSeconds(4), true));
        assertThat(kept).contains(new RememberedResult("f", "{\"n\":1}"));
        assertThat(expired).isEmpty();
    }
}
