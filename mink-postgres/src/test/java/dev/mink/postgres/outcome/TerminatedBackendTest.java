package dev.mink.postgres.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.Append;
import dev.mink.AppendResult;
import dev.mink.EventStore;
import dev.mink.StorageException;
import dev.mink.StorageException.Outcome;
import dev.mink.postgres.kit.Await;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Together;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backends that an administrator terminates while they append. */
class TerminatedBackendTest {

    private static final List<Form> FORMS = List.of(Form.values());
    private static final int WRITERS = 6;
    private static final Duration TIME = Duration.ofSeconds(2);
    private static final Duration BETWEEN = Duration.ofMillis(20);

    @RegisterExtension
    final Database database = new Database();

    private final AtomicInteger unknown = new AtomicInteger();

    @ParameterizedTest(name = "grouped: {0}")
    @ValueSource(booleans = {true, false})
    void appends_that_are_repeated_until_they_succeed_are_stored_once(boolean grouped) throws Exception {
        EventStore<Connection> store = Database.facts(database.storage(
                database.pool(WRITERS, "set application_name = '" + database.schema() + "'"),
                options -> options.groupAppends(grouped)));
        long deadline = System.nanoTime() + TIME.toNanos();

        List<List<Append[]>> acknowledged = new ArrayList<>();
        try (Together threads = new Together()) {
            List<Future<List<Append[]>>> writing = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writing.add(threads.start(writer(store, i, deadline)));
            }
            long terminated = 0;
            while (System.nanoTime() < deadline || unknown.get() == 0) {
                terminated += terminateOne();
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
            assertThat(terminated).as("terminated backends").isPositive();
            for (Future<List<Append[]>> each : writing) {
                acknowledged.add(Together.result(each));
            }
        }

        List<String> expected = acknowledged.stream()
                .flatMap(List::stream)
                .flatMap(Arrays::stream)
                .map(append -> append.stream() + ": " + append.events().size())
                .toList();
        assertThat(database.texts("select stream_id || ': ' || count(*) from " + database.events()
                        + " group by stream_id having max(version) = count(*)"))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** Appends of all forms, each repeated until it succeeds, until a failure of unknown outcome has been seen. */
    private Callable<List<Append[]>> writer(EventStore<Connection> store, int number, long deadline) {
        return () -> {
            List<Append[]> done = new ArrayList<>();
            while (System.nanoTime() < deadline || unknown.get() == 0) {
                Form form = FORMS.get(done.size() % FORMS.size());
                Append[] append = form.append(number + "-" + done.size());
                Await.until("the append succeeds", () -> succeeds(store, append));
                done.add(append);
            }
            return done;
        };
    }

    private boolean succeeds(EventStore<Connection> store, Append... append) {
        try {
            List<AppendResult> results = store.append(append);
            assertThat(results).hasSameSizeAs(append);
            return true;
        } catch (StorageException e) {
            if (e.outcome() == Outcome.UNKNOWN) {
                unknown.incrementAndGet();
            }
            return false;
        }
    }

    private long terminateOne() throws Exception {
        return database.number("select count(pg_terminate_backend(pid)) from (select pid from pg_stat_activity"
                + " where application_name = '" + database.schema() + "' order by state, random() limit 1) victim");
    }
}
