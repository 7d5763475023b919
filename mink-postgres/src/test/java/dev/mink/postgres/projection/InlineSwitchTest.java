package dev.mink.postgres.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.Mink;
import dev.mink.StreamId;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Fact.Noted;
import dev.mink.postgres.kit.Fact.Told;
import dev.mink.postgres.kit.Sql;
import dev.mink.projection.Generations;
import dev.mink.projection.Projection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An inline projection that is filled while a transaction is open that has appended something else. */
@Timeout(90)
class InlineSwitchTest {

    private static final StreamId ACCOUNT = StreamId.of("Account", "a");

    @RegisterExtension
    final Database database = new Database();

    private Mink<Connection> node(PostgresStorage storage) {
        return Mink.builder(storage)
                .events(Fact.TYPES)
                .inline(Projection.<Connection>named("noted")
                        .on(
                                Noted.class,
                                (noted, delivery) -> Sql.execute(
                                        delivery.transaction(),
                                        "insert into " + table(delivery.generation()) + " values (" + noted.number()
                                                + ")"))
                        .generations(new Tables())
                        .build())
                .build()
                .start();
    }

    private String table(int generation) {
        return '"' + database.schema() + "\".noted_" + generation;
    }

    private List<String> noted(int generation) throws SQLException {
        return database.texts("select n from " + table(generation) + " order by n");
    }

    @Test
    void a_first_filling_has_what_was_appended_beyond_the_safe_position() throws Exception {
        PostgresStorage storage = database.storage();
        EventStore<Connection> before = Database.facts(storage);
        try (Connection open = database.dataSource().getConnection()) {
            appendElsewhere(before, open);
            append(before, 1);
            try (Mink<Connection> mink = node(storage)) {
                append(mink.store(), 2);

                assertThat(storage.safePosition()).isZero();
                assertThat(noted(1)).containsExactly("1", "2");
                open.commit();
            }
        }
    }

    @Test
    void a_rebuild_has_what_was_appended_beyond_the_safe_position() throws Exception {
        PostgresStorage storage = database.storage();
        try (Mink<Connection> mink = node(storage);
                Connection open = database.dataSource().getConnection()) {
            append(mink.store(), 1);
            appendElsewhere(mink.store(), open);
            append(mink.store(), 2);
            mink.projections().rebuild("noted").await(Duration.ofSeconds(60));
            append(mink.store(), 3);

            assertThat(storage.safePosition()).isEqualTo(1);
            assertThat(noted(2)).containsExactly("1", "2", "3");
            open.commit();
        }
    }

    private static void append(EventStore<Connection> store, int number) {
        var unused = store.append(ACCOUNT, ExpectedVersion.any(), List.of(new Noted(number)));
    }

    /** Appends what no projection asks for, in a transaction that stays open. */
    private static void appendElsewhere(EventStore<Connection> store, Connection open) throws SQLException {
        open.setAutoCommit(false);
        var unused = store.within(open)
                .append(StreamId.of("Else", "where"), ExpectedVersion.any(), List.of(new Told("something")));
    }

    private final class Tables implements Generations<Connection> {

        @Override
        public void create(Connection transaction, int generation) throws SQLException {
            Sql.execute(transaction, "create table " + table(generation) + " (n int)");
        }

        @Override
        public void serve(Connection transaction, int generation) {}

        @Override
        public void drop(Connection transaction, int generation) {}
    }
}
