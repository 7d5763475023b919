package dev.mink.postgres.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.Append;
import dev.mink.AppendResult;
import dev.mink.EventData;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Seed;
import dev.mink.postgres.kit.Together;
import dev.mink.postgres.kit.Together.Outcome;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two storages on one schema, as two processes have them, whose groups write the same streams. */
@ExtendWith(Seed.Source.class)
class TwoStoragesTest {

    private static final int WRITERS = 16;
    private static final int APPENDS = 40;
    private static final int STREAMS = 6;

    @RegisterExtension
    final Database database = new Database();

    @Test
    void no_append_is_lost_and_no_deadlock_surfaces(Seed seed) throws Exception {
        List<EventStore<Connection>> stores = List.of(database.store(), database.store());

        List<Outcome<Integer>> outcomes = Together.run(WRITERS, i -> () -> {
            EventStore<Connection> store = stores.get(i % 2);
            Random random = seed.random(i);
            int events = 0;
            for (int n = 0; n < APPENDS; n++) {
                List<EventData> some = Fact.noted(1 + random.nextInt(3));
                AppendResult result = store.append(stream(random.nextInt(STREAMS)), ExpectedVersion.any(), some);
                assertThat(result.repeated()).isFalse();
                events += some.size();
            }
            return events;
        });

        assertThat(database.count())
                .isEqualTo(outcomes.stream().mapToInt(Outcome::get).sum());
        requireDenseVersions();
    }

    @Test
    void appends_to_several_streams_in_any_order_all_succeed(Seed seed) throws Exception {
        String impatient = "set deadlock_timeout = '20ms'";
        List<EventStore<Connection>> stores = List.of(
                Database.facts(database.storage(database.pool(4, impatient), options -> options)),
                Database.facts(database.storage(database.pool(4, impatient), options -> options)));

        List<Outcome<Integer>> outcomes = Together.run(8, i -> () -> {
            Random random = seed.random(i);
            for (int n = 0; n < 20; n++) {
                List<Integer> order =
                        new ArrayList<>(IntStream.range(0, STREAMS).boxed().toList());
                Collections.shuffle(order, random);
                stores.get(i % 2)
                        .append(order.stream()
                                .limit(3)
                                .map(each -> Append.of(stream(each), ExpectedVersion.any(), Fact.noted(2)))
                                .toArray(Append[]::new));
            }
            return 20 * 3 * 2;
        });

        assertThat(database.count())
                .isEqualTo(outcomes.stream().mapToInt(Outcome::get).sum());
        requireDenseVersions();
    }

    @Test
    void the_same_append_from_both_at_once_is_stored_once() throws Exception {
        List<EventStore<Connection>> stores = List.of(database.store(), database.store());

        for (int round = 0; round < 30; round++) {
            Append append = Append.of(stream(round), ExpectedVersion.any(), Fact.noted(3));
            List<Outcome<List<AppendResult>>> outcomes =
                    Together.run(6, i -> () -> stores.get(i % 2).append(append));

            List<AppendResult> results =
                    outcomes.stream().flatMap(outcome -> outcome.get().stream()).toList();
            assertThat(results).filteredOn(result -> !result.repeated()).hasSize(1);
            assertThat(results)
                    .extracting(AppendResult::position)
                    .containsOnly(results.get(0).position());
            assertThat(results).extracting(AppendResult::version).containsOnly(3L);
        }
        assertThat(database.count()).isEqualTo(90);
    }

    private void requireDenseVersions() throws Exception {
        assertThat(database.texts("select stream_id from " + database.events()
                        + " group by stream_id having max(version) <> count(*) or min(version) <> 1"))
                .isEmpty();
    }

    private static StreamId stream(int number) {
        return StreamId.of("Order", Integer.toString(number));
    }
}
