package dev.mink;

import dev.mink.snapshot.KeptSnapshots;
import dev.mink.snapshot.SnapshotInfo;
import dev.mink.spi.StoredSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The snapshots of one type in a store, which is not a view of a transaction. */
record TypeSnapshots<S>(EventStore<?> store, SnapshotTaker<S> taker) implements KeptSnapshots {

    private static final Logger LOG = LoggerFactory.getLogger(TypeSnapshots.class);
    private static final int PAGE = 1000;

    @Override
    public List<SnapshotInfo> of(String id) {
        return taker.kept().find(taker.stream(id)).stream()
                .map(kept -> new SnapshotInfo(
                        kept.version(), kept.schema(), kept.payload().size(), kept.takenAt()))
                .toList();
    }

    @Override
    public boolean take(String id) {
        return taker.take(id);
    }

    @Override
    public int snapshotLongStreams(long minEvents) {
        checkLength(minEvents);
        List<Replay> replays = new ArrayList<>();
        for (Iterator<StreamInfo> streams =
                        store.streams(taker.category() + "-").iterator();
                streams.hasNext() && !Thread.currentThread().isInterrupted(); ) {
            StreamInfo info = streams.next();
            if (info.version() >= minEvents) {
                long events = info.version() - newest(info.stream());
                if (events >= minEvents) {
                    replays.add(new Replay(info.stream().id(), events));
                }
            }
        }
        replays.sort(Comparator.comparingLong(Replay::events).reversed());
        return count(replays.stream().map(Replay::id).toList(), taker::take);
    }

    @Override
    public Future<Integer> snapshotLongStreamsInBackground(long minEvents) {
        checkLength(minEvents);
        FutureTask<Integer> job = new FutureTask<>(() -> snapshotLongStreams(minEvents));
        store.shortcuts().executor().execute(job);
        return job;
    }

    private static void checkLength(long minEvents) {
        if (minEvents < 1) {
            throw new IllegalArgumentException("a stream of at least " + minEvents + " events: give 1 or more");
        }
    }

    /** The version of the newest snapshot that can be read, 0 without one. */
    private long newest(StreamId stream) {
        StoredSnapshot snapshot =
                store.tail(StreamQuery.of(stream).limit(1), taker.schema()).snapshot();
        return snapshot == null ? 0 : snapshot.version();
    }

    @Override
    public int delete(String id) {
        return taker.kept().delete(taker.stream(id));
    }

    @Override
    public int deleteAll() {
        return taker.kept().deleteAll(taker.category());
    }

    @Override
    public int recreateAll() {
        int taken = 0;
        String after = "";
        while (true) {
            List<StreamId> page = taker.kept().streams(taker.category(), after, PAGE);
            taken += count(page.stream().map(StreamId::id).toList(), this::recreate);
            if (page.size() < PAGE || Thread.currentThread().isInterrupted()) {
                return taken;
            }
            after = page.get(PAGE - 1).toString();
        }
    }

    private boolean recreate(String id) {
        taker.kept().delete(taker.stream(id));
        return taker.takeAnew(id);
    }

    /** How often it works, until the thread is interrupted. */
    private int count(List<String> ids, Predicate<String> work) {
        int done = 0;
        for (String id : ids) {
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
            try {
                if (work.test(id)) {
                    done++;
                }
            } catch (RuntimeException e) {
                LOG.warn("no snapshot of {} was taken, the others are", taker.stream(id), e);
            }
        }
        return done;
    }

    private record Replay(String id, long events) {}
}
