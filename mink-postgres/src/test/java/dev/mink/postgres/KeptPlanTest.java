package dev.mink.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.mink.Append;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import java.sql.Connection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Planning an append takes the server longer than doing it. */
class KeptPlanTest {

    /** The driver prepares a statement from its fifth use, and the server tries five plans before it keeps one. */
    private static final int APPENDS = 50;

    @RegisterExtension
    final Database database = new Database();

    @Test
    void the_server_keeps_the_plan_of_every_append() throws Exception {
        HikariDataSource oneConnection = database.pool(1);
        EventStore<Connection> store = Database.facts(database.storage(oneConnection, options -> options));

        for (int i = 0; i < APPENDS; i++) {
            store.append(stream("single", i), ExpectedVersion.noStream(), facts(1));
            store.append(stream("single", i), ExpectedVersion.exactly(1), facts(1));
            store.append(stream("batch", i), ExpectedVersion.noStream(), facts(i % 2 == 0 ? 2 : 100));
            store.append(
                    Append.of(stream("one", i), ExpectedVersion.any(), facts(1)),
                    Append.of(stream("two", i), ExpectedVersion.noStream(), facts(3)));
            try (Connection connection = oneConnection.getConnection()) {
                GroupOfTwo.write(connection, database.schema(), i);
            }
        }

        try (Connection connection = oneConnection.getConnection();
                var statement = connection.createStatement();
                var plans = statement.executeQuery("select custom_plans, generic_plans, statement"
                        + " from pg_prepared_statements where statement like '%insert into%'")) {
            int statements = 0;
            while (plans.next()) {
                statements++;
                assertThat(plans.getInt(1)).as(plans.getString(3)).isLessThanOrEqualTo(10);
                assertThat(plans.getInt(2)).as(plans.getString(3)).isGreaterThan(APPENDS / 2);
            }
            assertThat(statements).isEqualTo(4);
        }
    }

    private static StreamId stream(String kind, int i) {
        return StreamId.of("Order", kind + i);
    }

    private static List<Fact> facts(int count) {
        return IntStream.range(0, count).<Fact>mapToObj(Fact.Noted::new).toList();
    }
}
