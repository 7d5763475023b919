package dev.mink.memory;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A transaction of an {@link InMemoryStorage}, valid within {@link InMemoryStorage#transact} and on the
 * thread that runs it.
 */
public final class MemoryTransaction {

    private final InMemoryStorage storage;
    private final Thread thread = Thread.currentThread();
    private volatile boolean open = true;
    private boolean failed;
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Deque<Runnable> atEnd = new ArrayDeque<>();

    MemoryTransaction(InMemoryStorage storage) {
        this.storage = storage;
    }

    void end() {
        open = false;
        atEnd.forEach(Runnable::run);
    }

    /** Keeps what is to be done when the transaction ends, in whichever way. */
    void onEnd(Runnable work) {
        atEnd.push(work);
    }

    /** Takes note that an append failed: what is left is to roll back. */
    void fail() {
        failed = true;
    }

    boolean hasFailed() {
        return failed;
    }

    /** Keeps what takes a change back, to be run if the transaction rolls back, the last one first. */
    void onRollback(Runnable takeBack) {
        undo.push(takeBack);
    }

    void rollback() {
        undo.forEach(Runnable::run);
    }

    void requireOpenOn(InMemoryStorage expected) {
        if (storage != expected) {
            throw new IllegalArgumentException("this transaction belongs to another storage");
        }
        if (!open) {
            throw new IllegalStateException("this transaction has ended: use it within transact(...) only");
        }
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("this transaction belongs to thread " + thread.getName()
                    + ": use it on the thread that runs transact(...) only");
        }
        if (failed) {
            throw new IllegalStateException("an append in this transaction failed: let it roll back by throwing");
        }
    }
}
