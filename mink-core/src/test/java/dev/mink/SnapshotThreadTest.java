package dev.mink;

import static dev.mink.snapshot.SnapshotPolicy.every;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.fixture.Basket;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SnapshotThreadTest {

    @Test
    void mink_takes_snapshots_on_a_thread_of_its_own_those_of_transactions_too() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        AtomicReference<Thread> worker = new AtomicReference<>();
        AggregateType<Basket, Basket.Event> type = Basket.PLAIN.withSnapshots(Basket.snapshots(saved -> {
            boolean due = every(3).isDue(saved);
            if (due && Thread.currentThread().getName().equals("mink-snapshots")) {
                worker.set(Thread.currentThread());
                taken.countDown();
            }
            return due;
        }));
        try (Mink<MemoryTransaction> mink =
                Mink.builder(new InMemoryStorage()).aggregate(type).build().start()) {
            mink.store().transact(transaction -> {
                mink.store().within(transaction).repository(type).create("1", basket -> basket.add(3));
                return transaction;
            });
            // Taken early, it has seen no events yet, and the next save asks again.
            while (!taken.await(10, TimeUnit.MILLISECONDS)) {
                mink.repository(type).update("1", basket -> basket.add(1));
            }
            assertThat(worker.get().isDaemon()).isTrue();
        }
        worker.get().join();
    }

    @Test
    void closing_lets_what_is_under_way_end_and_gives_up_what_waits() throws Exception {
        SnapshotThread thread = new SnapshotThread();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        thread.execute(() -> {
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            done.incrementAndGet();
        });
        thread.execute(done::incrementAndGet);
        FutureTask<Integer> job = new FutureTask<>(done::incrementAndGet);
        thread.execute(job);
        begun.await();
        Thread closing = new Thread(thread::close);
        closing.start();
        while (closing.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(done).hasValue(0);
        go.countDown();
        closing.join();
        thread.execute(done::incrementAndGet);

        assertThat(done).hasValue(1);
        assertThat(job.isCancelled()).isTrue();
    }

    @Test
    void too_much_that_waits_is_refused() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        try (SnapshotThread thread = new SnapshotThread()) {
            thread.execute(() -> {
                begun.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            begun.await();
            for (int i = 0; i < 10_000; i++) {
                thread.execute(() -> {});
            }
            assertThatExceptionOfType(RejectedExecutionException.class)
                    .isThrownBy(() -> thread.execute(() -> {}))
                    .withMessageContaining("10000 snapshots are waiting");
            go.countDown();
        }
    }
}
