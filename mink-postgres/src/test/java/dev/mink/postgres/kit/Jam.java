package dev.mink.postgres.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.AppendResult;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.postgres.kit.Together.Outcome;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes appends of many callers meet in one group: nobody gets a connection until all have lined up behind
 * the one who came first.
 */
public final class Jam {

    private static final StreamId FIRST = StreamId.of("Jam", "first");
    private static final CountDownLatch OPEN = new CountDownLatch(0);

    private final List<Thread> leaders = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch gate = OPEN;

    /** The same data source, which can be jammed. */
    public DataSource watch(DataSource dataSource) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        pass();
                    }
                    try {
                        return method.invoke(dataSource, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void pass() throws SQLException {
        leaders.add(Thread.currentThread());
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new SQLException("interrupted, as a pool would say", e);
        }
    }

    /** Those who wait for connections, in the order in which they came. */
    public List<Thread> leaders() {
        return leaders;
    }

    /** Runs the calls so that they are waiting at the same time; what they give is in their order. */
    public <R> List<Outcome<R>> run(EventStore<Connection> store, List<Callable<R>> calls) throws Exception {
        return run(store, calls, () -> true);
    }

    /** The same, after which something must hold before anyone gets a connection. */
    public <R> List<Outcome<R>> run(EventStore<Connection> store, List<Callable<R>> calls, Callable<Boolean> before)
            throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (Together threads = new Together()) {
            leaders.clear();
            gate = closed;
            Caller<AppendResult> first = new Caller<>(() -> store.append(FIRST, ExpectedVersion.any(), Fact.noted(1)));
            Future<AppendResult> leader = threads.start(first);
            Await.until("someone leads", first::waitsOrIsDone);

            List<Caller<R>> callers = calls.stream().map(Caller::new).toList();
            List<Future<R>> running = callers.stream().map(threads::start).toList();
            Await.until("all callers wait in line", () -> callers.stream().allMatch(Caller::waitsOrIsDone));
            Await.until("the jam may end", before);
            gate = OPEN;
            closed.countDown();

            List<Outcome<R>> outcomes = new ArrayList<>();
            for (Future<R> each : running) {
                outcomes.add(outcome(each));
            }
            assertThat(outcome(leader)).isNotNull();
            return outcomes;
        } finally {
            gate = OPEN;
            closed.countDown();
        }
    }

    /** A call that can be watched. */
    private static final class Caller<R> implements Callable<R> {

        private static final Set<Thread.State> WAITS = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

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
            return done || (running != null && WAITS.contains(running.getState()));
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
