package dev.mink.testing.contract;

import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.EventLog;
import dev.mink.spi.EventStorage;
import dev.mink.testing.contract.EventStorageContract.Isolating;
import dev.mink.testing.contract.EventStorageContract.RunningTransactions;
import dev.mink.testing.contract.EventStorageContract.StartingAndClosing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Ways to break transactions and the life of a storage, each with the part that must find it. */
@SuppressWarnings("ImmutableEnumChecker")
enum BrokenTransactions {
    NEVER_ROLLS_BACK(RunningTransactions.class, NeverRollsBack::new),
    ALWAYS_ROLLS_BACK(RunningTransactions.class, AlwaysRollsBack::new),
    WRAPS_EXCEPTIONS(RunningTransactions.class, WrapsExceptions::new),
    APPENDS_AT_ONCE(Isolating.class, AppendsAtOnce::new),
    STARTS_EMPTY(StartingAndClosing.class, StartsEmpty::new),
    CLOSES_ONCE(StartingAndClosing.class, ClosesOnce::new);

    private final Class<?> finder;
    private final Supplier<EventStorage<MemoryTransaction>> storages;

    BrokenTransactions(Class<?> finder, Supplier<EventStorage<MemoryTransaction>> storages) {
        this.finder = finder;
        this.storages = storages;
    }

    /** The part of the contract that must find it. */
    Class<?> finder() {
        return finder;
    }

    EventStorage<MemoryTransaction> newStorage() {
        return storages.get();
    }

    private static final class NeverRollsBack extends SabotagedStorage {
        @Override
        @SuppressWarnings("unchecked")
        public <R, X extends Exception> R transact(Work<MemoryTransaction, R, X> work) throws X {
            List<Exception> failures = new ArrayList<>();
            R result = storage.transact(transaction -> {
                try {
                    return work.in(transaction);
                } catch (Exception e) {
                    failures.add(e);
                    return null;
                }
            });
            if (!failures.isEmpty()) {
                throw (X) failures.get(0);
            }
            return result;
        }
    }

    private static final class AlwaysRollsBack extends SabotagedStorage {
        @Override
        public <R, X extends Exception> R transact(Work<MemoryTransaction, R, X> work) throws X {
            List<R> results = new ArrayList<>();
            try {
                return storage.transact(transaction -> {
                    results.add(work.in(transaction));
                    throw new UnsupportedOperationException("as good as any");
                });
            } catch (UnsupportedOperationException e) {
                return results.get(0);
            }
        }
    }

    private static final class WrapsExceptions extends SabotagedStorage {
        @Override
        public <R, X extends Exception> R transact(Work<MemoryTransaction, R, X> work) throws X {
            return storage.transact(transaction -> {
                try {
                    return work.in(transaction);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    private static final class AppendsAtOnce extends SabotagedStorage {

        private final ThreadLocal<MemoryTransaction> ended = ThreadLocal.withInitial(() -> storage.transact(t -> t));

        @Override
        public EventLog within(MemoryTransaction transaction) {
            return storage;
        }

        @Override
        public <R, X extends Exception> R transact(Work<MemoryTransaction, R, X> work) throws X {
            return work.in(ended.get());
        }
    }

    private static final class StartsEmpty extends SabotagedStorage {

        @Override
        public void start() {
            storage = new InMemoryStorage();
            log = storage;
        }
    }

    private static final class ClosesOnce extends SabotagedStorage {

        private boolean closed;

        @Override
        public void close() {
            if (closed) {
                throw new IllegalStateException("closed already");
            }
            closed = true;
            storage.close();
        }
    }
}
