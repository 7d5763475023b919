package dev.mink.postgres.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.Append;
import dev.mink.AppendResult;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.StorageException;
import dev.mink.StreamId;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Together;
import dev.mink.postgres.kit.Together.Outcome;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Transactions that wait for each other's streams. */
class DeadlockTest {

    private static final StreamId LEFT = StreamId.of("Account", "left");
    private static final StreamId RIGHT = StreamId.of("Account", "right");
    private static final int LARGE = 300;

    /** So that the server notices soon. */
    private static final String IMPATIENT = "set deadlock_timeout = '30ms'";

    @RegisterExtension
    final Database database = new Database();

    @Test
    void appends_to_two_streams_in_opposite_orders_both_succeed() throws Exception {
        EventStore<Connection> store =
                Database.facts(database.storage(database.pool(2, IMPATIENT), options -> options));
        long before = deadlocks();
        int rounds = 0;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);

        while (deadlocks() == before && System.nanoTime() < deadline) {
            rounds++;
            Together.<List<AppendResult>>run(
                            2, i -> () -> store.append(append(i == 0 ? LEFT : RIGHT), append(i == 0 ? RIGHT : LEFT)))
                    .forEach(Outcome::get);
        }

        assertThat(deadlocks()).as("deadlocks that the server found").isGreaterThan(before);
        assertThat(store.read(LEFT)).hasSize(rounds * 2 * LARGE);
        assertThat(store.read(RIGHT)).hasSize(rounds * 2 * LARGE);
    }

    @Test
    void of_two_transactions_of_callers_one_is_told_to_run_again_and_the_other_goes_on() throws Exception {
        EventStore<Connection> store =
                Database.facts(database.storage(database.pool(2, IMPATIENT), options -> options));
        CyclicBarrier bothHaveOne = new CyclicBarrier(2);

        List<Outcome<AppendResult>> outcomes = Together.run(
                2,
                i -> () -> store.transact(connection -> {
                    EventStore<Connection> within = store.within(connection);
                    within.append(i == 0 ? LEFT : RIGHT, ExpectedVersion.any(), Fact.noted(1));
                    bothHaveOne.await(60, TimeUnit.SECONDS);
                    return within.append(i == 0 ? RIGHT : LEFT, ExpectedVersion.any(), Fact.noted(1));
                }));

        assertThat(outcomes).filteredOn(Outcome::succeeded).hasSize(1);
        assertThat(outcomes)
                .filteredOn(outcome -> !outcome.succeeded())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.failure())
                        .isInstanceOfSatisfying(StorageException.class, e -> {
                            assertThat(e.outcome()).isEqualTo(StorageException.Outcome.NOTHING_WRITTEN);
                            assertThat(e).hasMessageContaining("deadlock").hasMessageContaining("again");
                        }));
        assertThat(store.read(LEFT)).hasSize(1);
        assertThat(store.read(RIGHT)).hasSize(1);
    }

    private static Append append(StreamId stream) {
        return Append.of(stream, ExpectedVersion.any(), Fact.noted(LARGE));
    }

    private long deadlocks() throws Exception {
        return database.number("select deadlocks from pg_stat_database where datname = current_database()");
    }
}
