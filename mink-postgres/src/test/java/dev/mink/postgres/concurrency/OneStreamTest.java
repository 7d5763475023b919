package dev.mink.postgres.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.AppendResult;
import dev.mink.ConcurrencyException;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Together;
import dev.mink.postgres.kit.Together.Outcome;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many writers of one stream. */
class OneStreamTest {

    private static final StreamId ORDER = StreamId.of("Order", "1");
    private static final int WRITERS = 16;

    @RegisterExtension
    final Database database = new Database();

    @ParameterizedTest(name = "grouped: {0}")
    @ValueSource(booleans = {true, false})
    void of_writers_with_the_same_expected_version_one_wins_and_the_others_are_told_both_versions(boolean grouped)
            throws Exception {
        EventStore<Connection> store = store(grouped);

        for (int round = 0; round < 20; round++) {
            ExpectedVersion expected = ExpectedVersion.exactly(round);
            long actual = round + 1L;
            List<Outcome<AppendResult>> outcomes =
                    Together.run(WRITERS, i -> () -> store.append(ORDER, expected, Fact.noted(1)));

            assertThat(outcomes).filteredOn(Outcome::succeeded).hasSize(1);
            assertThat(outcomes)
                    .filteredOn(outcome -> !outcome.succeeded())
                    .hasSize(WRITERS - 1)
                    .allSatisfy(outcome -> assertThat(outcome.failure())
                            .isInstanceOfSatisfying(ConcurrencyException.class, e -> {
                                assertThat(e.stream()).isEqualTo(ORDER);
                                assertThat(e.expected()).isEqualTo(expected);
                                assertThat(e.actual()).isEqualTo(actual);
                            }));
        }
        requireDenseVersions(store, 20);
    }

    @ParameterizedTest(name = "grouped: {0}")
    @ValueSource(booleans = {true, false})
    void writers_that_expect_no_version_all_win_and_versions_are_dense(boolean grouped) throws Exception {
        EventStore<Connection> store = store(grouped);
        int appends = 50;

        Together.<Void>run(WRITERS, i -> () -> {
                    for (int n = 0; n < appends; n++) {
                        store.append(ORDER, ExpectedVersion.any(), Fact.noted(1 + n % 3));
                    }
                    return null;
                })
                .forEach(Outcome::get);

        long events = LongStream.range(0, appends).map(n -> 1 + n % 3).sum();
        requireDenseVersions(store, WRITERS * events);
    }

    @ParameterizedTest(name = "grouped: {0}")
    @ValueSource(booleans = {true, false})
    void a_writer_that_waited_for_one_that_rolled_back_wins(boolean grouped) throws Exception {
        EventStore<Connection> store = store(grouped);

        for (int round = 0; round < 20; round++) {
            ExpectedVersion expected = ExpectedVersion.exactly(round);
            List<Outcome<AppendResult>> outcomes = Together.run(2, i -> () -> {
                if (i == 1) {
                    return store.append(ORDER, expected, Fact.noted(1));
                }
                try (Connection connection = database.dataSource().getConnection()) {
                    connection.setAutoCommit(false);
                    AppendResult result = store.within(connection).append(ORDER, ExpectedVersion.any(), Fact.noted(1));
                    connection.rollback();
                    return result;
                }
            });
            assertThat(outcomes.get(1).get().version()).isEqualTo(round + 1);
        }
        requireDenseVersions(store, 20);
    }

    private EventStore<Connection> store(boolean grouped) {
        return Database.facts(database.storage(database.pool(WRITERS), options -> options.groupAppends(grouped)));
    }

    private static void requireDenseVersions(EventStore<Connection> store, long count) {
        List<Long> versions = new ArrayList<>();
        store.read(ORDER).forEach(event -> versions.add(event.version()));
        assertThat(versions)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, count).boxed().toList());
    }
}
