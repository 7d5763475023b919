package dev.mink.examples.observability;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mink.Mink;
import dev.mink.health.Health;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the shop tells over HTTP: {@code /metrics} for Prometheus, {@code /health/live} for those who restart it and
 * {@code /health/ready} for those who send it customers.
 */
final class Endpoints implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    private Endpoints(HttpServer server) {
        this.server = server;
    }

    /**
     * Serves on all interfaces.
     *
     * @param port 0 for a free one
     * @throws IOException if the port is taken
     */
    static Endpoints open(int port, PrometheusMeterRegistry registry, Mink<?> shop) throws IOException {
        Endpoints endpoints = new Endpoints(HttpServer.create(new InetSocketAddress(port), 0));
        endpoints.get("/metrics", () -> new Answer(200, "text/plain; version=0.0.4; charset=utf-8", registry.scrape()));
        endpoints.get("/health/live", () -> {
            Health health = shop.health();
            return Answer.json(health.live() ? 200 : 503, health);
        });
        endpoints.get("/health/ready", () -> {
            Health health = shop.health();
            return Answer.json(health.ready() ? 200 : 503, health);
        });
        endpoints.server.setExecutor(endpoints.threads);
        endpoints.server.start();
        return endpoints;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void get(String path, Supplier<Answer> answers) {
        server.createContext(path, exchange -> {
            boolean isMeant = exchange.getRequestURI().getPath().equals(path); // and not only the beginning of it
            send(exchange, isMeant ? answers.get() : new Answer(404, "text/plain", ""));
        });
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private record Answer(int status, String contentType, String body) {
        static Answer json(int status, Object body) {
            return new Answer(status, "application/json", JSON.writeValueAsString(body));
        }
    }
}
