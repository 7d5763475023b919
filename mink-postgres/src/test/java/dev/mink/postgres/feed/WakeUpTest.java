package dev.mink.postgres.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.ConcurrencyException;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.FeedPage;
import dev.mink.FeedQuery;
import dev.mink.StreamId;
import dev.mink.Subscription;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.Await;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Recorder;
import dev.mink.postgres.kit.Together;
import dev.mink.spi.EventStorage.Listening;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Subscriptions that would look for new events once an hour, if nobody woke them. */
@Timeout(60)
class WakeUpTest {

    private static final StreamId ORDER = StreamId.of("Order", "1");
    private static final Duration HOUR = Duration.ofHours(1);

    @RegisterExtension
    final Database database = new Database();

    private final Together threads = new Together();

    @AfterEach
    void end() {
        threads.close();
    }

    @Test
    void an_append_wakes_subscriptions_of_its_process() throws Exception {
        EventStore<Connection> store = polling(database.storage(), HOUR);
        try (Subscription facts = store.subscribe(FeedQuery.all())) {
            for (int i = 1; i <= 20; i++) {
                Future<FeedPage> next = threads.start(facts::next);
                append(store);
                assertThat(Together.result(next).position()).isEqualTo(i);
            }
        }
    }

    @Test
    void an_append_wakes_subscriptions_of_other_processes() throws Exception {
        EventStore<Connection> writer = polling(database.storage(), HOUR);
        EventStore<Connection> reader = polling(database.storage(), HOUR);
        try (Subscription facts = reader.subscribe(FeedQuery.all())) {
            awaitListeners(1);
            for (int i = 1; i <= 20; i++) {
                Future<FeedPage> next = threads.start(facts::next);
                append(writer);
                assertThat(Together.result(next).position()).isEqualTo(i);
            }
        }
    }

    @Test
    void appends_are_announced_together_and_not_more_often_than_every_5_ms() throws Exception {
        Recorder recorder = new Recorder();
        EventStore<Connection> store =
                polling(database.storage(recorder.watch(database.pool(3)), options -> options), HOUR);
        recorder.take();
        long begin = System.nanoTime();
        for (int i = 0; i < 300; i++) {
            append(store);
        }
        long millis = (System.nanoTime() - begin) / 1_000_000;

        assertThat(recorder.take())
                .filteredOn(statement -> statement.sql().contains("pg_notify"))
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo((int) millis / 5 + 1);
    }

    @Test
    void a_transaction_wakes_subscriptions_when_it_is_committed() throws Exception {
        EventStore<Connection> writer = polling(database.storage(), HOUR);
        EventStore<Connection> reader = polling(database.storage(), HOUR);
        try (Subscription facts = reader.subscribe(FeedQuery.all())) {
            awaitListeners(1);
            Future<FeedPage> next = threads.start(facts::next);

            var unused = writer.transact(
                    connection -> writer.within(connection).append(ORDER, ExpectedVersion.noStream(), Fact.noted(3)));

            assertThat(Together.result(next).events()).hasSize(3);
        }
    }

    @Test
    void a_transaction_that_appends_nothing_announces_nothing() throws Exception {
        Recorder recorder = new Recorder();
        PostgresStorage storage = database.storage(recorder.watch(database.pool(3)), options -> options);
        EventStore<Connection> store = polling(storage, HOUR);
        AtomicInteger told = new AtomicInteger();
        try (Listening listening = storage.listen(told::incrementAndGet)) {
            awaitListeners(1);
            Await.until("the receiver has told that it listens", () -> told.get() == 1);
            appendWithin(store, ExpectedVersion.noStream());
            Await.until("the append is told", () -> told.get() == 2);
            for (int i = 0; i < 200; i++) {
                var read = store.transact(
                        connection -> store.within(connection).read(ORDER).toList());
                assertThat(read).hasSize(1);
                assertThatThrownBy(() -> appendWithin(store, ExpectedVersion.noStream()))
                        .isInstanceOf(ConcurrencyException.class);
            }
            appendWithin(store, ExpectedVersion.exactly(1));
            Await.until("the next append is told", () -> told.get() == 3);
            assertThat(listening).isNotNull();
        }
        storage.close();

        assertThat(recorder.take())
                .filteredOn(statement -> statement.sql().contains("pg_notify"))
                .hasSizeBetween(1, 2);
        assertThat(told).hasValue(3);
    }

    private static void appendWithin(EventStore<Connection> store, ExpectedVersion expected) {
        var unused = store.transact(connection -> store.within(connection).append(ORDER, expected, Fact.noted(1)));
    }

    @Test
    void a_listener_whose_connection_is_lost_gets_another_and_looks_what_it_missed() throws Exception {
        EventStore<Connection> writer = polling(database.storage(), HOUR);
        EventStore<Connection> reader = polling(database.storage(), HOUR);
        try (Subscription facts = reader.subscribe(FeedQuery.all())) {
            for (int i = 1; i <= 3; i++) {
                awaitListeners(1);
                Future<FeedPage> next = threads.start(facts::next);
                assertThat(database.number("select count(pg_terminate_backend(pid)) " + LISTENING))
                        .isEqualTo(1);
                append(writer);
                assertThat(Together.result(next).position()).isEqualTo(i);
            }
        }
    }

    @Test
    void without_notifications_a_subscription_looks_for_itself() throws Exception {
        PostgresStorage silent = database.storage(database.pool(5), options -> options.notifications(false));
        EventStore<Connection> writer = Database.facts(silent);
        EventStore<Connection> reader = polling(
                database.storage(database.pool(5), options -> options.notifications(false)), Duration.ofMillis(5));
        try (Subscription facts = reader.subscribe(FeedQuery.all())) {
            Future<FeedPage> next = threads.start(facts::next);
            append(writer);

            assertThat(Together.result(next).events()).hasSize(1);
            assertThat(database.number("select count(*) " + LISTENING)).isZero();
        }
    }

    @Test
    void without_notifications_an_append_still_wakes_subscriptions_of_its_process() throws Exception {
        EventStore<Connection> store =
                polling(database.storage(database.pool(5), options -> options.notifications(false)), HOUR);
        try (Subscription facts = store.subscribe(FeedQuery.all())) {
            Future<FeedPage> next = threads.start(facts::next);
            append(store);

            assertThat(Together.result(next).events()).hasSize(1);
        }
    }

    @Test
    void a_storage_with_a_pool_of_its_own_listens_outside_of_it() throws Exception {
        PostgresStorage storage = database.closing(
                PostgresStorage.connect(database.url(), database.options().connections(0, 1)));
        storage.start();
        EventStore<Connection> store = polling(storage, HOUR);
        EventStore<Connection> other = polling(database.storage(), HOUR);
        try (Subscription facts = store.subscribe(FeedQuery.all())) {
            awaitListeners(1);
            Future<FeedPage> next = threads.start(facts::next);
            append(other);

            assertThat(Together.result(next).events()).hasSize(1);
        }
    }

    @Test
    void the_last_subscription_that_is_closed_gives_the_connection_back() throws Exception {
        PostgresStorage storage = database.storage(database.pool(3), options -> options);
        EventStore<Connection> store = polling(storage, HOUR);
        Subscription first = store.subscribe(FeedQuery.all());
        Subscription second = store.subscribe(FeedQuery.all());
        awaitListeners(1);

        first.close();
        first.close();
        append(store);
        assertThat(second.next().events()).hasSize(1);
        second.close();

        awaitListeners(0);
        try (Subscription third = store.subscribe(FeedQuery.all().after(1))) {
            awaitListeners(1);
            append(store);
            assertThat(third.next().events()).hasSize(1);
        }
        awaitListeners(0);
        assertThat(Together.run(3, i -> () -> storage.lastPosition())).allMatch(Together.Outcome::succeeded);
    }

    @Test
    void closing_the_storage_ends_its_threads() throws Exception {
        PostgresStorage storage = database.storage();
        EventStore<Connection> store = polling(storage, HOUR);
        Subscription facts = store.subscribe(FeedQuery.all());
        append(store);
        awaitListeners(1);

        storage.close();

        awaitListeners(0);
        facts.close();
    }

    @Test
    void subscriptions_keep_up_with_many_writers() throws Exception {
        EventStore<Connection> writer = polling(database.storage(), HOUR);
        EventStore<Connection> reader = polling(database.storage(), HOUR);
        try (Subscription facts = reader.subscribe(FeedQuery.all())) {
            Future<Long> read = threads.start(() -> facts.events().limit(800).count());
            assertThat(Together.run(8, i -> () -> {
                        for (int n = 0; n < 100; n++) {
                            writer.append(StreamId.of("Order", i + "-" + n), ExpectedVersion.noStream(), Fact.noted(1));
                        }
                        return true;
                    }))
                    .allMatch(Together.Outcome::succeeded);

            assertThat(Together.result(read)).isEqualTo(800);
        }
    }

    private static final String LISTENING =
            "from pg_stat_activity where query like 'listen mink%' and datname = current_database()";

    private void awaitListeners(int count) throws Exception {
        Await.until(count + " connections listen", () -> database.number("select count(*) " + LISTENING) == count);
    }

    private static EventStore<Connection> polling(PostgresStorage storage, Duration interval) {
        return EventStore.builder(storage)
                .events(Fact.TYPES)
                .pollInterval(interval)
                .build();
    }

    private static void append(EventStore<Connection> store) {
        store.append(ORDER, ExpectedVersion.any(), Fact.noted(1));
    }
}
