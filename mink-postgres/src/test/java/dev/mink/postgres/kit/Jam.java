package dev.mink.postgres.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.AppendResult;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.postgres.kit.Together.Outcome;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Makes appends of many callers meet in one group: all who lead wait for a row lock until the others
 * have lined up behind them.
 */
public final class Jam {

    private static final int LEADERS = 8;
    private final Database database;
    private final EventStore<Connection> store;

    /** For callers of a store in a database. */
    public Jam(Database database, EventStore<Connection> store) {
        this.database = database;
        this.store = store;
    }

    /** Runs the calls so that they are waiting at the same time; what they give is in their order. */
    public <R> List<Outcome<R>> run(List<Callable<R>> calls) throws Exception {
        try (Together threads = new Together();
                Connection lock = database.dataSource().getConnection()) {
            lock.setAutoCommit(false);
            List<Future<AppendResult>> leaders = new ArrayList<>();
            for (int i = 0; i < LEADERS; i++) {
                StreamId stream = StreamId.of("Jam", Integer.toString(i));
                store.within(lock).append(stream, ExpectedVersion.noStream(), Fact.noted(1));
                leaders.add(threads.start(() -> store.append(stream, ExpectedVersion.noStream(), Fact.noted(1))));
            }
            Await.until("someone leads and waits for a lock", () -> database.waitingForLocks() > 0);

            List<Caller<R>> callers = calls.stream().map(Caller::new).toList();
            List<Future<R>> running = callers.stream().map(threads::start).toList();
            Await.until("all callers wait in line", () -> callers.stream().allMatch(Caller::waitsOrIsDone));
            lock.rollback();

            List<Outcome<R>> outcomes = new ArrayList<>();
            for (Future<R> each : running) {
                outcomes.add(outcome(each));
            }
            for (Future<AppendResult> leader : leaders) {
                assertThat(outcome(leader)).isNotNull();
            }
            return outcomes;
        }
    }

    /** A call that can be watched. */
    private static final class Caller<R> implements Callable<R> {

        private final Callable<R> call;
        private volatile @Nullable Thread thread;
        private volatile boolean done;

        Caller(Callable<R> call) {
            this.call = call;
        }

        @Override
        public R call() throws Exception {
            thread = Thread.currentThread();
            try {
                return call.call();
            } finally {
                done = true;
            }
        }

        boolean waitsOrIsDone() {
            Thread running = thread;
            return done || (running != null && running.getState() == Thread.State.WAITING);
        }
    }

    private static <R> Outcome<R> outcome(Future<R> call) throws Exception {
        try {
            return new Outcome<>(Together.result(call), null);
        } catch (ExecutionException e) {
            return new Outcome<>(null, e.getCause());
        }
    }
}
