package dev.mink.testing.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Threads of one test; closing interrupts what still runs. */
final class Threads implements AutoCloseable {

    private static final long LONGEST_WAIT_SECONDS = 60;
    private static final long PATIENCE_MILLIS = 300;

    private final ExecutorService executor = Executors.newCachedThreadPool();

    <R> Future<R> start(Callable<R> task) {
        return executor.submit(task);
    }

    /** Runs tasks at the same time and waits for all of them; the outcomes are in the order of the tasks. */
    <R> List<Outcome<R>> together(int count, IntFunction<Callable<R>> task) throws Exception {
        CyclicBarrier start = new CyclicBarrier(count);
        List<Future<R>> running = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Callable<R> each = task.apply(i);
            running.add(start(() -> {
                start.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
                return each.call();
            }));
        }
        List<Outcome<R>> outcomes = new ArrayList<>();
        for (Future<R> each : running) {
            outcomes.add(outcome(each));
        }
        return outcomes;
    }

    /** What a task gives if that is soon; nothing if it may be waiting for the thread that asks. */
    static <R> Optional<R> soon(Future<R> task) throws Exception {
        try {
            return Optional.of(task.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        }
    }

    /** What a task gives, however long that takes within reason. */
    static <R> R eventually(Future<R> task) throws Exception {
        return task.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private static <R> Outcome<R> outcome(Future<R> task) throws Exception {
        try {
            return new Outcome<>(eventually(task), null);
        } catch (ExecutionException e) {
            return new Outcome<>(null, e.getCause());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    /** Either a result or a failure. */
    record Outcome<R>(@Nullable R result, @Nullable Throwable failure) {}
}
