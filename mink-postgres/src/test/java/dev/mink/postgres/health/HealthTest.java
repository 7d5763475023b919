package dev.mink.postgres.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.ExpectedVersion;
import dev.mink.Mink;
import dev.mink.StreamId;
import dev.mink.health.Health;
import dev.mink.health.Health.Status;
import dev.mink.health.HealthOptions;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.Await;
import dev.mink.postgres.kit.Fact;
import dev.mink.projection.Projection;
import dev.mink.testing.PostgresServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Health while the server is killed, comes back, and does not answer. */
@Timeout(180)
class HealthTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** What a busy machine may add to it. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    @Test
    void a_killed_server_is_unhealthy_in_time_and_one_that_is_back_is_healthy() throws Exception {
        try (PostgresServer server = PostgresServer.start(directory.resolve("data"), Map.of());
                Mink<Connection> mink = mink(server.url()).start()) {
            mink.store().append(StreamId.of("Fact", "1"), ExpectedVersion.any(), Fact.noted(3));
            mink.projections().awaitCaughtUp(SLACK);
            Await.until("all is well", () -> mink.health().status() == Status.HEALTHY);
            Health before = mink.health();
            assertThat(before.storage().product()).startsWith("PostgreSQL ");
            assertThat(before.projections().get(0).position()).isEqualTo(3);

            server.kill();
            Health down = inTime(mink);
            assertThat(down.status()).isEqualTo(Status.UNHEALTHY);
            assertThat(down.live()).isTrue();
            assertThat(down.ready()).isFalse();
            assertThat(down.reasons()).singleElement().asString().isNotBlank();
            List<CompletableFuture<Health>> probes = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                probes.add(CompletableFuture.supplyAsync(() -> inTime(mink)));
            }
            assertThat(probes)
                    .allSatisfy(each -> assertThat(each.join().ready()).isFalse());

            server.restart();
            Await.until("it is well again", () -> mink.health().status() == Status.HEALTHY);
            assertThat(mink.health().storage().schemaVersion())
                    .isEqualTo(before.storage().schemaVersion());
            mink.store().append(StreamId.of("Fact", "1"), ExpectedVersion.any(), Fact.noted(1));
            Await.until(
                    "the projection goes on",
                    () -> mink.health().projections().get(0).position() >= 4);
        }
    }

    @Test
    void a_server_that_takes_connections_and_says_nothing_is_unhealthy_in_time() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "jdbc:postgresql://localhost:" + silent.getLocalPort() + "/none?user=nobody&loginTimeout=3";
            PGSimpleDataSource database = new PGSimpleDataSource();
            database.setURL(url);
            PostgresStorage storage = PostgresStorage.of(database);
            try (Mink<Connection> mink = mink(storage).build()) {
                Health hanging = inTime(mink);

                assertThat(hanging.status()).isEqualTo(Status.UNHEALTHY);
                assertThat(hanging.reasons()).containsExactly("the storage did not answer within PT1S");
            }
        }
    }

    private static Health inTime(Mink<?> mink) {
        long begin = System.nanoTime();
        Health health = mink.health();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TIMEOUT.plus(SLACK));
        return health;
    }

    private static Mink<Connection> mink(String url) {
        return mink(PostgresStorage.connect(
                        url, PostgresOptions.defaults().migrateOnStart(true).connections(0, 4)))
                .build();
    }

    private static Mink.Builder<Connection> mink(PostgresStorage storage) {
        return Mink.builder(storage)
                .events(Fact.TYPES)
                .health(HealthOptions.defaults().timeout(TIMEOUT))
                .async(Projection.named("facts")
                        .on(Fact.Noted.class, (noted, delivery) -> {})
                        .build());
    }
}
