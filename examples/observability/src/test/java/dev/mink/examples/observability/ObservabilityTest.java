package dev.mink.examples.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.metrics.MinkMetrics;
import dev.mink.testing.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The running shop, asked from outside. */
@Timeout(400)
final class ObservabilityTest {
    private static final String STORE_UP = "mink_store_up{application=\"shop\"} ";

    /** Long enough for the rarest of what happens in the shop. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private static Path directory;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static PostgresServer server;
    private static Observability shop;

    @BeforeAll
    static void open() throws IOException {
        server = PostgresServer.start(directory.resolve("postgres"), Map.of());
        shop = new Observability(Map.of(
                "DATABASE_URL", server.url(),
                "PORT", "0",
                "PAUSE_MS", "1",
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:1")); // where nobody collects traces
    }

    @AfterAll
    static void close() {
        shop.close();
        server.close();
    }

    @Test
    void a_scrape_contains_every_meter_that_is_documented() {
        List<String> documented = MinkMetrics.meters().stream()
                .flatMap(meter -> MeterTable.series(meter).stream())
                .toList();

        String scrape = await("/metrics", answer -> names(answer.body()).containsAll(documented))
                .body();

        assertThat(names(scrape)).containsAll(documented);
        assertThat(scrape.lines().filter(line -> line.startsWith("mink_")))
                .allSatisfy(line -> assertThat(line).contains("application=\"shop\""));
        assertThat(names(scrape)).filteredOn(name -> name.startsWith("mink_")).isSubsetOf(documented);
    }

    @Test
    void a_scrape_shows_accepted_rejected_and_failed_commands() {
        Pattern outcomes = Pattern.compile("(?s)(?=.*outcome=\"success\",type=\"TakePayment\")"
                + "(?=.*outcome=\"error\",type=\"TakePayment\")(?=.*outcome=\"rejected\",type=\"Ship\")"
                + ".*error=\"validation\",type=\"AddLine\".*");

        assertThat(await("/metrics", answer -> outcomes.matcher(answer.body()).matches())
                        .body())
                .matches(outcomes);
    }

    @Test
    void readiness_follows_the_database_and_liveness_does_not() {
        JsonNode up = json(await("/health/ready", answer -> answer.statusCode() == 200));
        assertThat(up.at("/storage/product").asString()).startsWith("PostgreSQL 1");
        assertThat(up.at("/projections").valueStream())
                .extracting(projection -> projection.get("name").asString())
                .containsExactly("orders", "sales-per-article", "parcel-labels");

        server.kill();

        JsonNode down = json(await("/health/ready", answer -> answer.statusCode() == 503));
        assertThat(down.get("ready").asBoolean()).isFalse();
        assertThat(down.at("/reasons/0").asString()).contains("storage");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(await("/metrics", answer -> answer.body().contains(STORE_UP + "0.0"))
                        .body())
                .contains(STORE_UP + "0.0");

        server.restart();

        assertThat(await("/health/ready", answer -> answer.statusCode() == 200).statusCode())
                .isEqualTo(200);
        assertThat(await("/metrics", answer -> answer.body().contains(STORE_UP + "1.0"))
                        .body())
                .contains(STORE_UP + "1.0");
    }

    @Test
    void there_is_nothing_else() {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/health/readyness").statusCode()).isEqualTo(404);
    }

    private static Set<String> names(String scrape) {
        return scrape.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return new JsonMapper().readTree(answer.body());
    }

    /** Asks until the answer is as expected; the last answer if it does not get like that. */
    private static HttpResponse<String> await(String path, Predicate<HttpResponse<String>> expected) {
        long begin = System.nanoTime();
        HttpResponse<String> answer = get(path);
        while (!expected.test(answer) && System.nanoTime() - begin < PATIENCE.toNanos()) {
            answer = get(path);
        }
        return answer;
    }

    private static HttpResponse<String> get(String path) {
        try {
            URI uri = URI.create("http://localhost:" + shop.port() + path);
            return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("took too long", e);
        }
    }
}
