package dev.mink.postgres.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.mink.ExpectedVersion;
import dev.mink.Mink;
import dev.mink.StorageException;
import dev.mink.command.AuditFailedException;
import dev.mink.command.AuditFailure;
import dev.mink.command.AuditQuery;
import dev.mink.command.CommandResult;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.CommandTimeoutException;
import dev.mink.command.Idempotent;
import dev.mink.command.Middleware;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.command.Transfers.Coin;
import dev.mink.postgres.command.Transfers.Purse;
import dev.mink.postgres.command.Transfers.Put;
import dev.mink.postgres.kit.Await;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Sql;
import dev.mink.postgres.kit.Together;
import dev.mink.postgres.kit.Together.Outcome;
import dev.mink.spi.IdempotencyStore;
import dev.mink.spi.KeyInUseException;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Interrupts, timeouts and failures of the database leave nothing half-written, and a pool that works. */
class TroubleTest {

    private static final int POOL = 2;

    @RegisterExtension
    final Database database = new Database();

    private final Put put = new Put("k", "p");

    /** Puts a coin, and then runs a statement in the same transaction. */
    private record Stall(String idempotencyKey, String sql) implements Idempotent {}

    private Mink.Builder<Connection> builder(PostgresStorage storage) {
        return Transfers.builder(storage).handle(Stall.class, (command, context) -> {
            context.store()
                    .append(Purse.TYPE.stream("p"), ExpectedVersion.any(), List.of(new Coin(command.idempotencyKey())));
            Sql.execute(context.transaction().orElseThrow(), command.sql());
            return CommandResult.done();
        });
    }

    private PostgresStorage storage(HikariDataSource pool) {
        return database.storage(pool, options -> options.notifications(false));
    }

    private void requireNothingWrittenAndAllConnectionsUsable(HikariDataSource pool, Mink<Connection> mink)
            throws Exception {
        assertThat(database.count()).isZero();
        assertThat(database.number("select count(*) from \"" + database.schema() + "\".command_results"))
                .isZero();
        database.awaitIdle();
        for (Outcome<CommandResult> outcome :
                Together.run(POOL * 4, i -> () -> mink.dispatch(new Put("after-" + i, "q-" + i)))) {
            assertThat(outcome.get()).isInstanceOf(Accepted.class);
        }
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        assertThat(mink.dispatch(put).orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void waiting_for_a_key_ends_with_an_interrupt() throws Exception {
        HikariDataSource pool = database.pool(POOL);
        PostgresStorage storage = storage(pool);
        Mink<Connection> mink =
                builder(storage).middleware(Middleware.idempotency()).build();
        try (Together threads = new Together()) {
            AtomicReference<Thread> waiting = new AtomicReference<>();
            Future<Boolean> interrupted = storage.transact(holder -> {
                reserve(storage, holder);
                Future<Boolean> task = threads.start(() -> {
                    waiting.set(Thread.currentThread());
                    assertThatExceptionOfType(KeyInUseException.class).isThrownBy(() -> mink.dispatch(put));
                    return Thread.interrupted();
                });
                Await.until("the other is in a transaction", () -> openTransactions() == 2);
                waiting.get().interrupt();
                assertThat(Together.result(task)).isTrue();
                return task;
            });
            assertThat(interrupted).isDone();
        }
        requireNothingWrittenAndAllConnectionsUsable(pool, mink);
    }

    private static void reserve(PostgresStorage storage, Connection transaction) {
        IdempotencyStore<Connection> results = storage.idempotency().orElseThrow();
        assertThat(results.reserve(transaction, "k", Instant.now(), true)).isEmpty();
    }

    @Test
    void waiting_for_a_key_ends_with_a_timeout() throws Exception {
        HikariDataSource pool = database.pool(POOL);
        PostgresStorage storage = storage(pool);
        Mink<Connection> mink = builder(storage)
                .middleware(Middleware.timeout(Duration.ofMillis(100)), Middleware.idempotency())
                .build();
        Mink<Connection> patient =
                builder(storage).middleware(Middleware.idempotency()).build();

        CommandTimeoutException timeout = storage.transact(holder -> {
            reserve(storage, holder);
            try {
                throw new AssertionError("not " + mink.dispatch(put));
            } catch (CommandTimeoutException e) {
                return e;
            }
        });
        assertThat(timeout).hasCauseInstanceOf(KeyInUseException.class);
        assertThat(Thread.interrupted()).isFalse();
        requireNothingWrittenAndAllConnectionsUsable(pool, patient);
    }

    @Test
    void a_waiting_repetition_gets_the_result_when_the_first_ends() throws Exception {
        PostgresStorage storage = database.storage();
        Mink<Connection> mink = Transfers.mink(storage);
        try (Together threads = new Together()) {
            Future<CommandResult> repetition = storage.transact(holder -> {
                reserve(storage, holder);
                Future<CommandResult> task = threads.start(() -> mink.dispatch(put));
                Await.until("the repetition is in a transaction", () -> openTransactions() == 2);
                return task;
            });
            assertThat(Together.result(repetition)).isInstanceOf(Accepted.class);
        }
        assertThat(database.count()).isEqualTo(1);
    }

    private long openTransactions() throws Exception {
        return database.number(
                "select count(*) from pg_stat_activity where datname = current_database()" + " and query like '%\""
                        + database.schema() + "\".command_results%' and state = 'idle in transaction'");
    }

    @Test
    void a_statement_that_times_out_leaves_nothing() throws Exception {
        HikariDataSource pool = database.pool(POOL, "set statement_timeout = '200ms'");
        Mink<Connection> mink =
                builder(storage(pool)).middleware(Middleware.idempotency()).build();

        assertThatThrownBy(() -> mink.dispatch(new Stall("stall", "select pg_sleep(60)")))
                .hasMessageContaining("statement timeout");
        requireNothingWrittenAndAllConnectionsUsable(pool, mink);
    }

    @Test
    void a_connection_that_is_cut_in_the_middle_of_a_command_leaves_nothing() throws Exception {
        HikariDataSource pool = database.pool(POOL);
        Mink<Connection> mink =
                builder(storage(pool)).middleware(Middleware.idempotency()).build();

        assertThatThrownBy(() -> mink.dispatch(new Stall("cut", "select pg_terminate_backend(pg_backend_pid())")))
                .hasMessageContaining("terminating connection");
        requireNothingWrittenAndAllConnectionsUsable(pool, mink);
    }

    @Test
    void an_interrupt_within_a_statement_leaves_all_or_nothing() throws Exception {
        HikariDataSource pool = database.pool(POOL);
        PostgresStorage storage = storage(pool);
        Mink<Connection> mink = builder(storage)
                .middleware(Middleware.timeout(Duration.ofMillis(50)), Middleware.idempotency())
                .build();

        CommandResult late = mink.dispatch(new Stall("late", "select pg_sleep(0.3)"));

        assertThat(late).as("JDBC does not heed interrupts, so it ended well").isInstanceOf(Accepted.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(database.count()).isEqualTo(1);
        assertThat(mink.dispatch(new Stall("late", "select pg_sleep(0.3)"))).isEqualTo(late);
        assertThat(database.count()).isEqualTo(1);
    }

    @Test
    void one_connection_is_enough_for_all_middleware_and_repetitions_together() throws Exception {
        HikariDataSource pool = database.pool(1, config -> config.setConnectionTimeout(5_000));
        Mink<Connection> mink = builder(storage(pool))
                .middleware(
                        Middleware.audit(AuditFailure.THROW), Middleware.retryOnConflict(100), Middleware.idempotency())
                .build();

        for (Outcome<CommandResult> outcome : Together.run(8, i -> () -> mink.dispatch(new Put("k-" + i % 2, "p")))) {
            assertThat(outcome.get()).isInstanceOf(Accepted.class);
        }
        assertThat(database.count()).isEqualTo(2);
        assertThat(mink.commands().audit(AuditQuery.all())).hasSize(8);
    }

    private record Both(String idempotencyKey, String first, String second) implements Idempotent {}

    @Test
    void a_deadlock_fails_one_command_without_a_trace_and_it_can_be_sent_again() throws Exception {
        HikariDataSource pool = database.pool(POOL, "set deadlock_timeout = '30ms'");
        CyclicBarrier bothHaveOne = new CyclicBarrier(2);
        AtomicBoolean meeting = new AtomicBoolean(true);
        Mink<Connection> mink = Transfers.builder(storage(pool))
                .middleware(Middleware.retryOnConflict(10), Middleware.idempotency())
                .handle(Both.class, (command, context) -> {
                    List<Object> coins = List.of(new Coin(command.idempotencyKey()));
                    context.store().append(Purse.TYPE.stream(command.first()), ExpectedVersion.any(), coins);
                    if (meeting.get()) {
                        meet(bothHaveOne);
                    }
                    context.store().append(Purse.TYPE.stream(command.second()), ExpectedVersion.any(), coins);
                    return CommandResult.done();
                })
                .build();
        List<Both> commands = List.of(new Both("k-1", "a", "b"), new Both("k-2", "b", "a"));

        List<Outcome<CommandResult>> outcomes = Together.run(2, i -> () -> mink.dispatch(commands.get(i)));

        assertThat(outcomes).filteredOn(Outcome::succeeded).hasSize(1);
        assertThat(outcomes)
                .filteredOn(outcome -> !outcome.succeeded())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.failure())
                        .isInstanceOfSatisfying(StorageException.class, e -> {
                            assertThat(e.outcome()).isEqualTo(StorageException.Outcome.NOTHING_WRITTEN);
                            assertThat(e).hasMessageContaining("deadlock");
                        }));
        assertThat(database.count()).isEqualTo(2);

        meeting.set(false);
        assertThat(commands.stream().map(mink::dispatch)).hasOnlyElementsOfType(Accepted.class);
        assertThat(mink.repository(Purse.TYPE).load("a").version()).isEqualTo(2);
        assertThat(mink.repository(Purse.TYPE).load("b").version()).isEqualTo(2);
    }

    @Test
    void a_lost_audit_log_is_told_or_logged_and_the_command_stands() throws Exception {
        PostgresStorage storage = database.storage();
        Mink<Connection> telling = builder(storage)
                .middleware(Middleware.audit(AuditFailure.THROW), Middleware.idempotency())
                .build();
        Mink<Connection> logging = builder(storage)
                .middleware(Middleware.audit(AuditFailure.LOG), Middleware.idempotency())
                .build();
        database.execute("drop table \"" + database.schema() + "\".command_audit");

        assertThatExceptionOfType(AuditFailedException.class)
                .isThrownBy(() -> telling.dispatch(put))
                .withMessageContaining("the command Put was accepted but its audit entry could not be written")
                .withMessageContaining("command_audit")
                .satisfies(e -> assertThat(e.result()).isInstanceOf(Accepted.class));
        assertThat(database.count()).isEqualTo(1);
        assertThat(logging.dispatch(put).orElseThrow().version()).isEqualTo(1);
        assertThat(logging.dispatch(new Put("k-2", "p")).orElseThrow().version())
                .isEqualTo(2);
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> telling.commands().audit(AuditQuery.all()));
    }

    @Test
    void a_storage_that_is_closed_in_the_middle_of_a_command_leaves_all_or_nothing() throws Exception {
        PostgresStorage storage = database.closing(PostgresStorage.connect(database.url(), database.options()));
        CyclicBarrier inHandler = new CyclicBarrier(2);
        Mink<Connection> closing = Transfers.builder(storage)
                .middleware(Middleware.idempotency(), (envelope, next) -> {
                    CommandResult result = next.proceed(envelope);
                    meet(inHandler);
                    meet(inHandler);
                    return result;
                })
                .build()
                .start();
        try (Together threads = new Together()) {
            Future<CommandResult> running = threads.start(() -> closing.dispatch(put));
            meet(inHandler);
            closing.close();
            meet(inHandler);
            assertThatThrownBy(() -> Together.result(running)).hasRootCauseInstanceOf(Exception.class);
        }
        HikariDataSource pool = database.pool(POOL);
        requireNothingWrittenAndAllConnectionsUsable(
                pool,
                builder(storage(pool)).middleware(Middleware.idempotency()).build());
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
