package dev.mink.postgres.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.EventStore;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.Unfenced;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Seed;
import dev.mink.postgres.kit.Soak;
import dev.mink.spi.EventStorage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Readers that follow the feed get every committed event once; without the fence they do not. */
@ExtendWith(Seed.Source.class)
class NeverSkippedTest {

    private static final int WRITERS = 10;
    private static final Duration UNTIL_LOSS = Duration.ofSeconds(2);
    private static final int MOST_TRIES = 10;

    @RegisterExtension
    final Database database = new Database();

    @Test
    void every_reader_gets_every_committed_event_once_and_in_order(Seed seed) throws Exception {
        PostgresStorage grouped = database.storage();
        PostgresStorage ungrouped = database.storage(database.pool(20), options -> options.groupAppends(false));
        Scene scene = new Scene(List.of(Database.facts(grouped), Database.facts(ungrouped)), Database.facts(grouped));

        List<Verdict> verdicts = scene.play(WRITERS, Soak.time(Duration.ofSeconds(15)), seed);

        assertThat(verdicts).hasSize(4).allMatch(Verdict::isFaultless);
        assertThat(verdicts).allMatch(verdict -> verdict.committed() > 200);
        assertThat(database.count()).isEqualTo(verdicts.get(0).committed());
    }

    @Test
    void without_the_fence_readers_lose_events(Seed seed) throws Exception {
        EventStore<Connection> fenced = database.store();
        EventStore<Connection> unfenced = Database.facts(new Unfenced(database.pool(20), database.schema()));

        assertThat(losesEvents(new Scene(List.of(unfenced), fenced), seed)).isTrue();
    }

    @Test
    void readers_that_take_the_last_position_for_a_safe_one_lose_events(Seed seed) throws Exception {
        PostgresStorage storage = database.storage();
        Scene scene = new Scene(List.of(Database.facts(storage)), Database.facts(naive(storage)));

        assertThat(losesEvents(scene, seed)).isTrue();
    }

    private static boolean losesEvents(Scene scene, Seed seed) throws Exception {
        for (int i = 0; i < MOST_TRIES; i++) {
            if (scene.play(WRITERS, UNTIL_LOSS, seed).stream()
                    .anyMatch(verdict -> !verdict.missing().isEmpty())) {
                return true;
            }
        }
        return false;
    }

    /** The same storage, but for the safe position. */
    @SuppressWarnings("unchecked")
    private static EventStorage<Connection> naive(EventStorage<Connection> storage) {
        return (EventStorage<Connection>) Proxy.newProxyInstance(
                EventStorage.class.getClassLoader(),
                new Class<?>[] {EventStorage.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("safePosition")) {
                        return storage.lastPosition();
                    }
                    try {
                        return method.invoke(storage, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
