package dev.mink.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.mink.Mink;
import dev.mink.examples.quickstart.Order;
import dev.mink.health.Health;
import dev.mink.health.HealthOptions;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What docs/health.md shows and says. */
final class HealthDocsTest {

    // region: health-endpoints
    static void expose(HttpServer http, Mink<?> mink) {
        JsonMapper json = JsonMapper.builder().build();
        endpoint(http, "/health/live", mink, json, Health::live);
        endpoint(http, "/health/ready", mink, json, Health::ready);
        endpoint(http, "/health", mink, json, health -> health.status() != Health.Status.UNHEALTHY);
    }

    private static void endpoint(
            HttpServer http, String path, Mink<?> mink, JsonMapper json, Predicate<Health> isWell) {
        http.createContext(path, exchange -> {
            Health health = mink.health();
            byte[] body = json.writeValueAsBytes(health);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(isWell.test(health) ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
    // endregion

    @Test
    void endpoints_answer_with_what_is_known() throws Exception {
        // region: health-options
        Mink<MemoryTransaction> mink = Mink.builder(new InMemoryStorage())
                .aggregate(Order.TYPE)
                .health(HealthOptions.defaults().timeout(Duration.ofSeconds(1)).lagTime(Duration.ofMinutes(5)))
                .build()
                .start();
        // endregion
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        expose(http, mink);
        http.start();
        try {
            assertThat(get(http, "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(http, "/health").body()).startsWith("{\"status\":\"HEALTHY\",\"live\":true,\"ready\":true,");
            mink.close();
            assertThat(get(http, "/health/live").statusCode()).isEqualTo(503);
            assertThat(get(http, "/health/ready").statusCode()).isEqualTo(503);
            assertThat(get(http, "/health").body()).contains("this mink is closed");
        } finally {
            http.stop(0);
        }
    }

    private static HttpResponse<String> get(HttpServer http, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + http.getAddress().getPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
