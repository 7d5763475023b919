package dev.mink.projection;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The threads of one engine. */
final class Workers {

    private final ThreadFactory factory;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    Workers(ThreadFactory factory) {
        this.factory = factory;
    }

    /** Begins work on a thread of its own. */
    void begin(Runnable work) {
        threads.removeIf(each -> each.getState() == Thread.State.TERMINATED);
        Thread thread = factory.newThread(work);
        threads.add(thread);
        thread.start();
    }

    /** Waits for all work to end, which was told to; what does not end in time is interrupted. */
    void join(long seconds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        boolean interrupted = false;
        for (Thread thread : threads) {
            interrupted |= !join(thread, deadline);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether this thread was not interrupted while it waited. */
    private static boolean join(Thread thread, long deadline) {
        try {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(TimeUnit.SECONDS.toMillis(1));
            }
            return true;
        } catch (InterruptedException e) {
            thread.interrupt();
            return false;
        }
    }
}
