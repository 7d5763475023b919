package dev.mink.postgres.projection;

import dev.mink.Append;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Fact.Noted;
import dev.mink.postgres.kit.Together;
import dev.mink.spi.EventStorage;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Append facts to some streams, steadily and until they are ended: alone, several at once, and some that roll back. */
final class Writers implements AutoCloseable {

    private static final int THREADS = 3;
    private static final int STREAMS = 40;
    private static final Duration PAUSE = Duration.ofMillis(4);

    private final EventStore<Connection> store;
    private final Together threads = new Together();
    private final List<Future<Boolean>> writing = new ArrayList<>();
    private final AtomicLong written = new AtomicLong();
    private volatile boolean ended;

    Writers(EventStorage<Connection> storage, Random seed) {
        store = Database.facts(storage);
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(seed.nextLong());
            writing.add(threads.start(() -> write(random)));
        }
    }

    private boolean write(Random random) {
        while (!ended) {
            StreamId stream = stream(random);
            List<Fact> facts = facts(random);
            switch (random.nextInt(8)) {
                case 0 -> rollBack(stream, facts);
                case 1 -> {
                    StreamId other = StreamId.of("Other", stream.id());
                    var unused = store.append(
                            Append.of(stream, ExpectedVersion.any(), facts),
                            Append.of(other, ExpectedVersion.any(), facts));
                    written.addAndGet(2L * facts.size());
                }
                default -> {
                    var unused = store.append(stream, ExpectedVersion.any(), facts);
                    written.addAndGet(facts.size());
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return true;
    }

    private void rollBack(StreamId stream, List<Fact> facts) {
        try {
            store.transact(transaction -> {
                var unused = store.within(transaction).append(stream, ExpectedVersion.any(), facts);
                throw new RolledBack();
            });
        } catch (RolledBack e) {
            // It was meant to be.
        }
    }

    private static StreamId stream(Random random) {
        return StreamId.of("Account", "a-" + random.nextInt(STREAMS));
    }

    private static List<Fact> facts(Random random) {
        return IntStream.rangeClosed(0, random.nextInt(3))
                .<Fact>mapToObj(i -> new Noted(random.nextInt(1000)))
                .toList();
    }

    /** How many facts have been appended so far. */
    long written() {
        return written.get();
    }

    /** Ends the threads, and sees to it that none has failed. */
    void end() throws Exception {
        ended = true;
        for (Future<Boolean> each : writing) {
            var unused = Together.result(each);
        }
    }

    @Override
    public void close() {
        ended = true;
        threads.close();
    }

    @SuppressWarnings("serial")
    private static final class RolledBack extends RuntimeException {}
}
