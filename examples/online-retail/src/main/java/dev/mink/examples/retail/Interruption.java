package dev.mink.examples.retail;

import java.time.Duration;

/** Interrupts the current thread when the JVM is asked to end, and gives it the time to clean up. */
final class Interruption implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Thread worker = Thread.currentThread();
    private final Thread hook = new Thread(this::interrupt, "interruption");
    private volatile boolean ending;

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void interrupt() {
        ending = true;
        worker.interrupt();
        try {
            worker.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the JVM is ending. */
    boolean isEnding() {
        return ending;
    }

    @Override
    public void close() {
        if (!ending) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
