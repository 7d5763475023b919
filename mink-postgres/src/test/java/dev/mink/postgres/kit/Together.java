package dev.mink.postgres.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Threads of one test; closing interrupts what still runs. */
public final class Together implements AutoCloseable {

    private static final long LONGEST_WAIT_SECONDS = 90;

    private final ExecutorService executor = Executors.newCachedThreadPool();

    /** Starts a task on a thread of its own. */
    public <R> Future<R> start(Callable<R> task) {
        return executor.submit(task);
    }

    /** Runs tasks that begin at the same moment, and waits for all; the outcomes are in their order. */
    public static <R> List<Outcome<R>> run(int count, IntFunction<Callable<R>> tasks) throws Exception {
        CyclicBarrier start = new CyclicBarrier(count);
        try (Together together = new Together()) {
            List<Future<R>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Callable<R> task = tasks.apply(i);
                running.add(together.start(() -> {
                    start.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
                    return task.call();
                }));
            }
            List<Outcome<R>> outcomes = new ArrayList<>();
            for (Future<R> each : running) {
                outcomes.add(outcome(each));
            }
            return outcomes;
        }
    }

    /** What a task gives, within reasonable time. */
    public static <R> R result(Future<R> task) throws Exception {
        return task.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private static <R> Outcome<R> outcome(Future<R> task) throws Exception {
        try {
            return new Outcome<>(result(task), null);
        } catch (ExecutionException e) {
            return new Outcome<>(null, e.getCause());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    /** Either a result or a failure. */
    public record Outcome<R>(@Nullable R result, @Nullable Throwable failure) {

        /** The result; what failed otherwise. */
        public R get() {
            if (failure != null) {
                throw new AssertionError("failed: " + failure, failure);
            }
            return result;
        }

        /** Whether there was no failure. */
        public boolean succeeded() {
            return failure == null;
        }
    }
}
