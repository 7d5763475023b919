package dev.mink.postgres.feed;

import dev.mink.Append;
import dev.mink.ConcurrencyException;
import dev.mink.EventData;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.postgres.kit.Fact;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that appends in every way there is: to new and existing streams, one to five events, alone
 * or to several streams at once, in short and long transactions of its own, some of them rolled back as
 * a whole or to a savepoint, some appends in vain.
 *
 * <p>Transactions write their streams in the order of their ids, so that they do not lock each other
 * out.
 */
final class Writer implements Callable<List<Committed>> {

    private static final int SHARED_STREAMS = 12;
    private static final int LONGEST_PAUSE_MILLIS = 8;

    private final EventStore<Connection> store;
    private final Random random;
    private final int number;
    private final long deadline;
    private final List<Committed> committed = new ArrayList<>();
    private int streams;

    Writer(EventStore<Connection> store, Random random, int number, long deadline) {
        this.store = store;
        this.random = random;
        this.number = number;
        this.deadline = deadline;
    }

    @Override
    public List<Committed> call() throws SQLException {
        while (System.nanoTime() < deadline) {
            step();
        }
        return committed;
    }

    private void step() throws SQLException {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> appendOne(newStream(), ExpectedVersion.noStream());
            case 3, 4, 5 -> appendOne(sharedStream(), ExpectedVersion.any());
            case 6 -> appendInVain();
            case 7 -> appendToSeveral();
            case 8, 9 -> inTransaction(true);
            case 10 -> inTransaction(false);
            default -> pause();
        }
    }

    private void appendOne(StreamId stream, ExpectedVersion expected) {
        List<EventData> events = events();
        store.append(stream, expected, events);
        remember(stream, events);
    }

    private void appendInVain() {
        StreamId stream = sharedStream();
        try {
            store.append(stream, ExpectedVersion.exactly(1_000_000), events());
            throw new AssertionError("an append to " + stream + " at a wrong version succeeded");
        } catch (ConcurrencyException e) {
            pause();
        }
    }

    private void appendToSeveral() {
        List<Append> appends = new ArrayList<>();
        List<Committed> written = new ArrayList<>();
        for (StreamId stream : someStreams()) {
            List<EventData> events = events();
            appends.add(Append.of(stream, ExpectedVersion.any(), events));
            events.forEach(event -> written.add(Committed.of(stream, event)));
        }
        store.append(appends.toArray(Append[]::new));
        committed.addAll(written);
    }

    private void inTransaction(boolean commit) throws SQLException {
        List<Committed> written = new ArrayList<>();
        try {
            store.<Void, SQLException>transact(connection -> {
                EventStore<Connection> within = store.within(connection);
                for (StreamId stream : someStreams()) {
                    if (random.nextInt(3) == 0) {
                        appendAndUndo(connection, within, stream);
                    }
                    List<EventData> events = events();
                    within.append(stream, ExpectedVersion.any(), events);
                    events.forEach(event -> written.add(Committed.of(stream, event)));
                    pause();
                }
                if (!commit) {
                    throw new RolledBack();
                }
                return null;
            });
            committed.addAll(written);
        } catch (RolledBack e) {
            pause();
        }
    }

    private void appendAndUndo(Connection connection, EventStore<Connection> within, StreamId stream)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        within.append(stream, ExpectedVersion.any(), events());
        pause();
        connection.rollback(before);
    }

    /** One to three streams, new or shared, in the order of their ids. */
    private Iterable<StreamId> someStreams() {
        TreeSet<String> ids = new TreeSet<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            ids.add((random.nextBoolean() ? newStream() : sharedStream()).toString());
        }
        return ids.stream().map(StreamId::parse).toList();
    }

    private StreamId newStream() {
        return StreamId.of(random.nextBoolean() ? "Order" : "Customer", number + "-" + ++streams);
    }

    private StreamId sharedStream() {
        return StreamId.of("Shared", Integer.toString(random.nextInt(SHARED_STREAMS)));
    }

    private List<EventData> events() {
        List<EventData> events = new ArrayList<>();
        for (int n = random.nextInt(5); n >= 0; n--) {
            events.add(EventData.of(
                    random.nextInt(3) == 0
                            ? new Fact.Moved("a" + n, "b".repeat(random.nextInt(200)))
                            : new Fact.Noted(n)));
        }
        return events;
    }

    private void remember(StreamId stream, List<EventData> events) {
        events.forEach(event -> committed.add(Committed.of(stream, event)));
    }

    /** What a slow application does: half of the time nothing. */
    private void pause() {
        if (random.nextBoolean()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_PAUSE_MILLIS) + 1));
        }
    }

    @SuppressWarnings("serial")
    private static final class RolledBack extends RuntimeException {}
}
