package dev.mink;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A daemon thread that takes snapshots; there is none until there is something to do. What waits when it is closed is
 * given up, as the next saves ask for it again.
 */
final class SnapshotThread implements Executor, AutoCloseable {

    private static final int MOST_WAITING = 10_000;
    private static final long LONGEST_WAIT_SECONDS = 5;

    private final ThreadPoolExecutor thread;

    SnapshotThread() {
        thread = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), task -> {
            Thread worker = new Thread(task, "mink-snapshots");
            worker.setDaemon(true);
            return worker;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * @throws RejectedExecutionException if too much is waiting
     */
    @Override
    public void execute(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            if (thread.isShutdown()) {
                giveUp(work);
            } else {
                throw new RejectedExecutionException(
                        MOST_WAITING + " snapshots are waiting: take fewer, or give snapshotsOn more threads", e);
            }
        }
    }

    /** Who waits for it is told. */
    private static void giveUp(Runnable work) {
        if (work instanceof Future<?> job) {
            job.cancel(false);
        }
    }

    /** Lets what is under way come to its end, for some seconds, and interrupts it then. */
    @Override
    public void close() {
        thread.shutdown();
        List<Runnable> waiting = new ArrayList<>();
        thread.getQueue().drainTo(waiting);
        waiting.forEach(SnapshotThread::giveUp);
        try {
            if (!thread.awaitTermination(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow().forEach(SnapshotThread::giveUp);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
