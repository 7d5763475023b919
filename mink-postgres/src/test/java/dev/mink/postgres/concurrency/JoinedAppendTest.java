package dev.mink.postgres.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.ConcurrencyException;
import dev.mink.DuplicateEventIdException;
import dev.mink.EventData;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.postgres.kit.Await;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Together;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Appends of one event within a transaction, which do without the two round trips of a savepoint. */
class JoinedAppendTest {

    private static final StreamId ORDER = StreamId.of("Order", "1");
    private static final StreamId OTHER = StreamId.of("Order", "2");

    @RegisterExtension
    final Database database = new Database();

    private EventStore<Connection> store;

    @BeforeEach
    void start() {
        store = database.store();
    }

    @Test
    void one_event_is_appended_without_a_savepoint() throws Exception {
        var unused = store.transact(connection -> {
            EventStore<Connection> within = store.within(withoutSavepoints(connection));
            within.append(ORDER, ExpectedVersion.noStream(), Fact.noted(1));
            return within.append(ORDER, ExpectedVersion.exactly(1), Fact.noted(1));
        });

        assertThat(store.read(ORDER)).hasSize(2);
    }

    @Test
    void the_transaction_goes_on_after_a_conflict_of_any_kind() throws Exception {
        List<EventData> known = Fact.noted(1);
        store.append(ORDER, ExpectedVersion.noStream(), known);

        var unused = store.transact(connection -> {
            EventStore<Connection> within = store.within(withoutSavepoints(connection));
            assertThatExceptionOfType(ConcurrencyException.class)
                    .isThrownBy(() -> within.append(ORDER, ExpectedVersion.noStream(), Fact.noted(1)))
                    .satisfies(e -> assertThat(e.actual()).isEqualTo(1));
            assertThatExceptionOfType(ConcurrencyException.class)
                    .isThrownBy(() -> within.append(ORDER, ExpectedVersion.exactly(7), Fact.noted(1)));
            assertThatExceptionOfType(DuplicateEventIdException.class)
                    .isThrownBy(() -> within.append(OTHER, ExpectedVersion.noStream(), known));
            assertThat(within.append(ORDER, ExpectedVersion.noStream(), known).repeated())
                    .isTrue();
            return within.append(ORDER, ExpectedVersion.exactly(1), Fact.noted(1));
        });

        assertThat(store.read(ORDER)).hasSize(2);
        assertThat(store.read(OTHER)).isEmpty();
    }

    @Test
    void who_loses_a_race_waits_for_the_winner_and_is_told_its_version() throws Exception {
        try (Together threads = new Together();
                Connection winner = database.dataSource().getConnection()) {
            winner.setAutoCommit(false);
            store.within(winner).append(ORDER, ExpectedVersion.noStream(), Fact.noted(1));
            Future<Object> loser = threads.start(() -> store.transact(
                    connection -> store.within(connection).append(ORDER, ExpectedVersion.noStream(), Fact.noted(1))));
            Await.until("the loser waits", () -> database.waitingForLocks() == 1);
            winner.commit();

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> Together.result(loser))
                    .havingCause()
                    .isInstanceOfSatisfying(
                            ConcurrencyException.class,
                            e -> assertThat(e.actual()).isEqualTo(1));
        }
        assertThat(store.read(ORDER)).hasSize(1);
    }

    private static Connection withoutSavepoints(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("setSavepoint")) {
                        throw new AssertionError("a savepoint is two round trips");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
