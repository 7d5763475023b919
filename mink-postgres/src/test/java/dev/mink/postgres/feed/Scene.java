package dev.mink.postgres.feed;

import dev.mink.EventStore;
import dev.mink.FeedQuery;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Seed;
import dev.mink.postgres.kit.Together;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Writers and readers at the same time, for a while. */
final class Scene {

    /** What a reader asks for and how, and which of the committed events are for it. */
    private record Reader(FeedQuery query, boolean subscribes, Predicate<Committed> isFor) {}

    private static final Map<String, Reader> READERS = readers();

    private final List<EventStore<Connection>> writing;
    private final EventStore<Connection> reading;

    /**
     * @param writing stores that the writers use in turn
     * @param reading the store that the readers follow
     */
    Scene(List<EventStore<Connection>> writing, EventStore<Connection> reading) {
        this.writing = writing;
        this.reading = reading;
    }

    private static Map<String, Reader> readers() {
        Map<String, Reader> readers = new LinkedHashMap<>();
        readers.put("everything", new Reader(FeedQuery.all(), false, event -> true));
        readers.put("everything, subscribed", new Reader(FeedQuery.all(), true, event -> true));
        readers.put(
                "one type",
                new Reader(FeedQuery.all().types(Fact.Moved.class), true, event -> event.type() == Fact.Moved.class));
        readers.put(
                "two categories",
                new Reader(
                        FeedQuery.all().categories("Order", "Shared"),
                        false,
                        event -> !event.stream().category().equals("Customer")));
        return readers;
    }

    /** Runs for a time; what it says has one entry for each reader. */
    List<Verdict> play(int writers, Duration time, Seed seed) throws Exception {
        CountDownLatch writersDone = new CountDownLatch(writers);
        long deadline = System.nanoTime() + time.toNanos();
        try (Together threads = new Together()) {
            List<Future<List<Committed>>> written = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                Writer writer = new Writer(writing.get(i % writing.size()), seed.random(i), i, deadline);
                written.add(threads.start(() -> {
                    try {
                        return writer.call();
                    } finally {
                        writersDone.countDown();
                    }
                }));
            }
            Map<String, Future<List<UUID>>> delivered = new LinkedHashMap<>();
            READERS.forEach((name, reader) -> delivered.put(
                    name,
                    threads.start(
                            reader.subscribes()
                                    ? new Subscriber(reading, reader.query(), writersDone)
                                    : new Follower(
                                            reading,
                                            reader.query(),
                                            writersDone,
                                            seed.random(-1 - delivered.size())))));

            List<Committed> committed = new ArrayList<>();
            for (Future<List<Committed>> each : written) {
                committed.addAll(each.get(time.toSeconds() + 60, TimeUnit.SECONDS));
            }
            List<Verdict> verdicts = new ArrayList<>();
            for (Map.Entry<String, Future<List<UUID>>> each : delivered.entrySet()) {
                List<UUID> wanted = committed.stream()
                        .filter(READERS.get(each.getKey()).isFor())
                        .map(Committed::id)
                        .toList();
                verdicts.add(Verdict.of(each.getKey(), wanted, Together.result(each.getValue())));
            }
            return verdicts;
        }
    }
}
