package dev.mink.postgres.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Sql;
import dev.mink.spi.StorageInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InfoTest {

    @RegisterExtension
    private final Database database = new Database();

    @Test
    void the_product_the_schema_the_events_and_their_size_are_told() throws Exception {
        PostgresStorage storage = database.storage();
        StorageInfo empty = storage.info();
        Database.facts(storage).append(StreamId.of("Order", "1"), ExpectedVersion.any(), Fact.noted(1000));
        StorageInfo filled = storage.info();

        assertThat(filled.product()).matches("PostgreSQL [1-9][0-9][.0-9a-z]*.*");
        assertThat(filled.schemaVersion())
                .isEqualTo((int) database.number("select max(version) from \"" + database.schema() + "\".migrations"));
        assertThat(empty.events()).isZero();
        assertThat(filled.events()).isEqualTo(1000);
        assertThat(filled.bytes()).isGreaterThan(empty.bytes() + 50_000);
    }

    @Test
    void names_of_schemas_that_need_quotes_are_quoted() throws Exception {
        String name = "It's \\ Größe " + System.nanoTime();
        database.closing(() -> Sql.execute(database.dataSource(), "drop schema if exists \"" + name + "\" cascade"));

        PostgresStorage storage = database.storage(database.pool(2), options -> options.schema(name));

        assertThat(storage.info().events()).isZero();
        Database.facts(storage).append(StreamId.of("Order", "1"), ExpectedVersion.any(), Fact.noted(3));
        assertThat(storage.info().events()).isEqualTo(3);
    }
}
