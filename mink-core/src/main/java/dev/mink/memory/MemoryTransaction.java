package dev.mink.memory;

/** A transaction of an {@link InMemoryStorage}, valid within {@link InMemoryStorage#transact}. */
public final class MemoryTransaction {

    private final InMemoryStorage storage;
    private volatile boolean open = true;

    MemoryTransaction(InMemoryStorage storage) {
        this.storage = storage;
    }

    void end() {
        open = false;
    }

    void requireOpenOn(InMemoryStorage expected) {
        if (storage != expected) {
            throw new IllegalArgumentException("this transaction belongs to another storage");
        }
        if (!open) {
            throw new IllegalStateException("this transaction has ended: use it within transact(...) only");
        }
    }
}
