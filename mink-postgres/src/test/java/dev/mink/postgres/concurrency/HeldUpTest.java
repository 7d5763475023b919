package dev.mink.postgres.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.AppendResult;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.StorageException;
import dev.mink.StreamId;
import dev.mink.postgres.kit.Await;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Jam;
import dev.mink.postgres.kit.Together;
import dev.mink.postgres.kit.Together.Outcome;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Appends that wait for something do not hold up those that could go on. */
class HeldUpTest {

    private static final int HELD = 4;
    private static final int FREE = 200;

    @RegisterExtension
    final Database database = new Database();

    @Test
    void appends_that_wait_for_transactions_of_others_hold_up_nobody_else() throws Exception {
        EventStore<Connection> store = Database.facts(database.storage(database.pool(20), options -> options));

        try (Together threads = new Together();
                Connection open = database.dataSource().getConnection()) {
            open.setAutoCommit(false);
            List<Future<AppendResult>> held = new ArrayList<>();
            for (int i = 0; i < HELD; i++) {
                StreamId stream = StreamId.of("Held", "s" + i);
                store.within(open).append(stream, ExpectedVersion.noStream(), Fact.noted(1));
                held.add(threads.start(() -> store.append(stream, ExpectedVersion.any(), Fact.noted(1))));
            }
            Await.until("an append waits for the open transaction", () -> database.waitingForLocks() > 0);

            List<Outcome<AppendResult>> free = Together.run(FREE / 10, i -> () -> {
                AppendResult last = null;
                for (int version = 0; version < 10; version++) {
                    last = store.append(StreamId.of("Free", "s" + i), ExpectedVersion.exactly(version), Fact.noted(1));
                }
                return last;
            });

            assertThat(free).allMatch(Outcome::succeeded);
            assertThat(held).noneMatch(Future::isDone);
            open.commit();
            for (Future<AppendResult> each : held) {
                assertThat(Together.result(each).version()).isEqualTo(2);
            }
        }
        assertThat(database.count()).isEqualTo(FREE + 2 * HELD);
    }

    @Test
    void a_leader_that_is_interrupted_while_it_waits_for_a_connection_fails_alone() throws Exception {
        Jam jam = new Jam();
        EventStore<Connection> store =
                Database.facts(database.storage(jam.watch(database.pool(5)), options -> options.notifications(false)));
        List<Callable<AppendResult>> calls = IntStream.range(0, 20)
                .<Callable<AppendResult>>mapToObj(i ->
                        () -> store.append(StreamId.of("Order", "s" + i), ExpectedVersion.noStream(), Fact.noted(1)))
                .toList();

        List<Outcome<AppendResult>> outcomes = jam.run(store, calls, () -> {
            boolean someoneTookOver = jam.leaders().size() > 1;
            if (someoneTookOver) {
                jam.leaders().get(1).interrupt();
            }
            return someoneTookOver;
        });

        assertThat(outcomes)
                .filteredOn(outcome -> !outcome.succeeded())
                .singleElement()
                .satisfies(interrupted -> assertThat(interrupted.failure())
                        .isInstanceOfSatisfying(
                                StorageException.class,
                                e -> assertThat(e.outcome()).isEqualTo(StorageException.Outcome.NOTHING_WRITTEN))
                        .hasMessageContaining("the thread was interrupted while it waited for a connection"));
        assertThat(database.count()).isEqualTo(20);
    }
}
