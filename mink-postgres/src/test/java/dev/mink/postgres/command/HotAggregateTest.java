package dev.mink.postgres.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.ConcurrencyException;
import dev.mink.ConflictRetry;
import dev.mink.FeedQuery;
import dev.mink.Mink;
import dev.mink.command.CommandResult;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.Middleware;
import dev.mink.memory.InMemoryStorage;
import dev.mink.postgres.command.Transfers.Coin;
import dev.mink.postgres.command.Transfers.Purse;
import dev.mink.postgres.command.Transfers.Put;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Together;
import dev.mink.postgres.kit.Together.Outcome;
import dev.mink.spi.EventStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many threads with commands for one aggregate, each of which wins its races in the end. */
class HotAggregateTest {

    private static final int THREADS = 32;
    private static final int SHARE = 10;
    private static final int BOUND = 200;

    @RegisterExtension
    final Database database = new Database();

    /** How often each command was handled. */
    private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

    private <T> Mink<T> mink(EventStorage<T> storage, ConflictRetry retry, Middleware... inside) {
        return Mink.builder(storage)
                .aggregate(Purse.TYPE)
                .handle(Put.class, Purse.TYPE, Put::purseId, (purse, put) -> purse.put(put.key()))
                .middleware(Middleware.retryOnConflict(retry))
                .middleware(inside)
                .middleware((envelope, next) -> {
                    attempts.merge(((Put) envelope.command()).key(), 1, Integer::sum);
                    return next.proceed(envelope);
                })
                .build()
                .start();
    }

    /** What each thread got for its share, one after the other. */
    private static List<Outcome<List<CommandResult>>> run(Mink<?> mink) throws Exception {
        return Together.run(THREADS, thread -> () -> {
            List<CommandResult> results = new ArrayList<>();
            for (int i = 0; i < SHARE; i++) {
                results.add(dispatch(mink, new Put(thread + "-" + i, "hot")));
            }
            return results;
        });
    }

    private static CommandResult dispatch(Mink<?> mink, Put put) {
        try {
            return mink.dispatch(put);
        } catch (ConcurrencyException e) {
            return new CommandResult.Failed(e);
        }
    }

    private void requireAllDone(Mink<?> mink) throws Exception {
        Set<Long> versions = new HashSet<>();
        for (Outcome<List<CommandResult>> outcome : run(mink)) {
            assertThat(outcome.get()).hasSize(SHARE).hasOnlyElementsOfType(Accepted.class);
            outcome.get().forEach(result -> versions.add(result.orElseThrow().version()));
        }
        assertThat(versions).as("the versions that the commands were told").hasSize(THREADS * SHARE);
        assertThat(coins(mink)).hasSize(THREADS * SHARE).doesNotHaveDuplicates();
        assertThat(attempts.values()).as("attempts of each").allMatch(count -> count <= BOUND);
        assertThat(attempts.values()).as("lost races").anyMatch(count -> count > 1);
    }

    private static Stream<String> coins(Mink<?> mink) {
        return mink.store().read(FeedQuery.all()).map(event -> ((Coin) event.event()).command());
    }

    @Test
    void on_postgresql_no_update_is_lost_and_every_thread_finishes_its_share() throws Exception {
        requireAllDone(mink(database.storage(), ConflictRetry.of(BOUND)));
    }

    @Test
    void on_postgresql_with_idempotency_it_is_the_same() throws Exception {
        requireAllDone(mink(database.storage(), ConflictRetry.of(BOUND), Middleware.idempotency()));
    }

    @Test
    void in_memory_no_update_is_lost_and_every_thread_finishes_its_share() throws Exception {
        requireAllDone(mink(new InMemoryStorage(), ConflictRetry.of(BOUND)));
    }

    @Test
    void the_bound_is_respected_and_what_failed_left_nothing() throws Exception {
        ConflictRetry impatient = new ConflictRetry(2, Duration.ZERO, Duration.ZERO);
        Mink<?> mink = mink(database.storage(), impatient);

        List<CommandResult> results = new ArrayList<>();
        for (Outcome<List<CommandResult>> outcome : run(mink)) {
            results.addAll(outcome.get());
        }

        long done = results.stream().filter(Accepted.class::isInstance).count();
        assertThat(results).hasSize(THREADS * SHARE);
        assertThat(done).isBetween(1L, THREADS * SHARE - 1L);
        assertThat(coins(mink)).hasSize((int) done).doesNotHaveDuplicates();
        assertThat(attempts.values()).allMatch(count -> count <= 2).contains(1, 2);
    }
}
