package dev.mink.postgres.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.ExpectedVersion;
import dev.mink.Mink;
import dev.mink.StreamId;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Fact.Moved;
import dev.mink.postgres.kit.Fact.Noted;
import dev.mink.postgres.kit.Together;
import dev.mink.postgres.kit.Together.Outcome;
import dev.mink.projection.View;
import dev.mink.projection.ViewQuery;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Appends to different streams that change the same documents, all at once. */
@Timeout(120)
class InlineViewTest {

    private static final int THREADS = 8;
    private static final int EACH = 60;

    record Tally(String name, long count, String group) {}

    /** Two documents for all streams, and their keys in an order that differs. */
    private static final View<Tally> TALLIES = View.of("tallies", Tally.class)
            .startWith(key -> new Tally(key, 0, "all"))
            .onEach(
                    Noted.class,
                    noted -> noted.number() % 2 == 0 ? List.of("a", "b") : List.of("b", "a"),
                    (tally, noted) -> new Tally(tally.name(), tally.count() + 1, tally.group()))
            .build();

    /** Documents that are found by a field as well as by their keys. */
    private static final View<Tally> GROUPS = View.of("groups", Tally.class)
            .startWith(key -> new Tally(key, 0, "all"))
            .on(
                    Noted.class,
                    noted -> "n" + noted.number() % 3,
                    (tally, noted) -> new Tally(tally.name(), tally.count() + 1, tally.group()))
            .where(
                    Moved.class,
                    "group",
                    Moved::from,
                    (tally, moved) -> new Tally(tally.name(), tally.count() + 1000, tally.group()))
            .field("group")
            .build();

    @RegisterExtension
    final Database database = new Database();

    private Mink<Connection> mink;

    @BeforeEach
    void start() {
        mink = database.closing(Mink.builder(PostgresStorage.of(database.pool(THREADS + 2), database.options()))
                .events(Fact.TYPES)
                .inline(TALLIES)
                .inline(GROUPS)
                .build()
                .start());
    }

    private void together(Fact... events) throws Exception {
        List<Outcome<Integer>> outcomes = Together.run(THREADS, thread -> () -> {
            for (int i = 0; i < EACH; i++) {
                mink.store()
                        .append(
                                StreamId.of("Stream", thread + "-" + i),
                                ExpectedVersion.noStream(),
                                List.of(events[(thread + i) % events.length]));
            }
            return EACH;
        });
        outcomes.forEach(each -> assertThat(each.get()).isEqualTo(EACH));
    }

    @Test
    void no_change_of_a_document_is_lost_whether_or_not_it_was_there() throws Exception {
        together(new Noted(1), new Noted(2));

        assertThat(mink.repository(TALLIES).getMany(List.of("a", "b")).values())
                .extracting(Tally::count)
                .containsExactly((long) THREADS * EACH, (long) THREADS * EACH);
    }

    @Test
    void neither_is_one_that_is_found_by_a_field() throws Exception {
        mink.store()
                .append(
                        StreamId.of("Stream", "first"),
                        ExpectedVersion.noStream(),
                        List.of(new Noted(0), new Noted(1), new Noted(2)));
        together(new Noted(0), new Moved("all", "there"), new Noted(1), new Noted(2));

        long all = mink.repository(GROUPS).find(ViewQuery.all()).stream()
                .mapToLong(Tally::count)
                .sum();
        int quarter = THREADS * EACH / 4;
        assertThat(all).isEqualTo(3 + 3L * quarter + 3L * 1000 * quarter);
    }
}
