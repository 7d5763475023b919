package dev.mink.testing.contract;

import dev.mink.spi.EventStorage;
import org.junit.jupiter.api.Nested;

/**
 * What every {@link EventStorage} keeps, and everything that wraps one. A subclass in the tests of a
 * storage runs all of it:
 *
 * <pre>{@code
 * class InMemoryStorageTest extends EventStorageContract<MemoryTransaction> {
 *     @Override
 *     protected EventStorage<MemoryTransaction> newStorage() {
 *         return new InMemoryStorage();
 *     }
 * }
 * }</pre>
 *
 * @param <T> the transactions of the storage
 */
public abstract class EventStorageContract<T> {

    /** For subclasses. */
    protected EventStorageContract() {}

    /**
     * A storage without events that shares nothing with those given before. It is asked for once per
     * test, which starts and closes it.
     */
    protected abstract EventStorage<T> newStorage();

    /**
     * Whether the storage remembers results of commands; true unless a subclass says otherwise. What the
     * contract asks of that is skipped then, with this reason.
     */
    protected boolean remembersResults() {
        return true;
    }

    /**
     * Whether the storage keeps audit entries of commands; true unless a subclass says otherwise. What the
     * contract asks of that is skipped then, with this reason.
     */
    protected boolean keepsAudit() {
        return true;
    }

    /**
     * Whether the storage keeps views; true unless a subclass says otherwise. What the contract asks of that is
     * skipped then, with this reason.
     */
    protected boolean keepsViews() {
        return true;
    }

    /**
     * Whether the storage keeps snapshots; true unless a subclass says otherwise. What the contract asks of
     * that is skipped then, with this reason.
     */
    protected boolean keepsSnapshots() {
        return true;
    }

    /**
     * Whether the storage keeps how far projections are; true unless a subclass says otherwise. What the contract
     * asks of that is skipped then, with this reason.
     */
    protected boolean keepsProjections() {
        return true;
    }

    @Nested
    class Appending extends AppendSuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }
    }

    @Nested
    class AppendingToSeveralStreams extends AtomicAppendSuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }
    }

    @Nested
    class RepeatingAppends extends RepetitionSuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }
    }

    @Nested
    class ReadingStreams extends StreamReadSuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }
    }

    @Nested
    class ReadingTheFeed extends FeedSuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }
    }

    @Nested
    class ReadingSlices extends SliceSuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }
    }

    @Nested
    class ListingStreams extends StreamListSuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }
    }

    @Nested
    class KeepingContent extends ContentSuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }
    }

    @Nested
    class RunningTransactions extends TransactionSuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }
    }

    @Nested
    class Isolating extends IsolationSuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }
    }

    @Nested
    class UnderConcurrency extends ConcurrencySuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }
    }

    @Nested
    class FollowingTheFeed extends FollowSuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }
    }

    @Nested
    class StartingAndClosing extends LifecycleSuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }
    }

    @Nested
    class Offering extends OfferSuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }

        @Override
        boolean remembersResults() {
            return EventStorageContract.this.remembersResults();
        }

        @Override
        boolean keepsAudit() {
            return EventStorageContract.this.keepsAudit();
        }

        @Override
        boolean keepsSnapshots() {
            return EventStorageContract.this.keepsSnapshots();
        }

        @Override
        boolean keepsProjections() {
            return EventStorageContract.this.keepsProjections();
        }

        @Override
        boolean keepsViews() {
            return EventStorageContract.this.keepsViews();
        }
    }

    @Nested
    class RememberingResults extends IdempotencySuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }

        @Override
        boolean remembersResults() {
            return EventStorageContract.this.remembersResults();
        }
    }

    @Nested
    class KeepingAudit extends AuditSuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }

        @Override
        boolean keepsAudit() {
            return EventStorageContract.this.keepsAudit();
        }
    }

    @Nested
    class KeepingSnapshots extends SnapshotSuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }

        @Override
        boolean keepsSnapshots() {
            return EventStorageContract.this.keepsSnapshots();
        }
    }

    @Nested
    class KeepingProjections extends ProjectionSuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }

        @Override
        boolean keepsProjections() {
            return EventStorageContract.this.keepsProjections();
        }
    }

    @Nested
    class LeasingPartitions extends LeaseSuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }

        @Override
        boolean keepsProjections() {
            return EventStorageContract.this.keepsProjections();
        }
    }

    @Nested
    class ParkingEvents extends ParkingSuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }

        @Override
        boolean keepsProjections() {
            return EventStorageContract.this.keepsProjections();
        }
    }

    @Nested
    class KeepingViews extends ViewSuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }

        @Override
        boolean keepsViews() {
            return EventStorageContract.this.keepsViews();
        }
    }

    @Nested
    class QueryingViews extends ViewQuerySuite<T> {
        @Override
        EventStorage<T> newStorage() {
            return EventStorageContract.this.newStorage();
        }

        @Override
        boolean keepsViews() {
            return EventStorageContract.this.keepsViews();
        }
    }
}
