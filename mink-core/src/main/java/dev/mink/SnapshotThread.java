package dev.mink;

import java.util.concurrent.Executor;
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
            if (!thread.isShutdown()) {
                throw new RejectedExecutionException(
                        MOST_WAITING + " snapshots are waiting: take fewer, or give snapshotsOn more threads", e);
            }
        }
    }

    /** Lets what is under way come to its end, for some seconds. */
    @Override
    public void close() {
        thread.shutdown();
        thread.getQueue().clear();
        try {
            var unused = thread.awaitTermination(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
