package dev.mink.postgres.crash;

import dev.mink.Append;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.StorageException;
import dev.mink.StreamId;
import dev.mink.postgres.kit.Fact;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;

/** One thread that appends until the server is gone: batches, to new and shared streams, one or several at once. */
final class DoomedWriter implements Callable<List<Attempt>> {

    private final EventStore<Connection> store;
    private final String name;
    private final Random random;
    private int streams;

    DoomedWriter(EventStore<Connection> store, String name, Random random) {
        this.store = store;
        this.name = name;
        this.random = random;
    }

    @Override
    public List<Attempt> call() {
        List<Attempt> attempts = new ArrayList<>();
        while (true) {
            Append[] append = next();
            try {
                write(append);
                attempts.add(Attempt.acknowledged(append));
            } catch (StorageException e) {
                attempts.add(Attempt.failed(e, append));
                return attempts;
            }
        }
    }

    private void write(Append... append) {
        if (random.nextInt(4) > 0) {
            store.append(append);
        } else {
            store.transact(connection -> store.within(connection).append(append));
        }
    }

    private Append[] next() {
        return switch (random.nextInt(4)) {
            case 0 -> new Append[] {toNew(1)};
            case 1 -> new Append[] {toNew(1 + random.nextInt(20))};
            case 2 -> new Append[] {toShared(random.nextInt(3))};
            default -> new Append[] {toNew(1 + random.nextInt(5)), toNew(1), toShared(9)};
        };
    }

    private Append toNew(int events) {
        StreamId stream = StreamId.of("Order", name + "-" + ++streams);
        return Append.of(stream, ExpectedVersion.noStream(), Fact.noted(events));
    }

    private Append toShared(int number) {
        StreamId stream = StreamId.of("Shared", Integer.toString(number));
        return Append.of(stream, ExpectedVersion.any(), Fact.noted(1 + random.nextInt(5)));
    }
}
