package dev.mink.testing;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The server of this JVM in a container, which Testcontainers removes when the JVM exits. */
final class ContainerDatabase {

    private static final String IMAGE = "postgres:18";

    private ContainerDatabase() {}

    /** Whether there is a Docker to run it. */
    static boolean isPossible() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @SuppressWarnings("resource")
    static String start(boolean durable) {
        String onOrOff = durable ? "on" : "off";
        PostgreSQLContainer container = new PostgreSQLContainer(IMAGE)
                .withCommand(
                        "postgres",
                        "-c",
                        "fsync=" + onOrOff,
                        "-c",
                        "full_page_writes=" + onOrOff,
                        "-c",
                        "max_connections=300");
        container.start();
        String url = container.getJdbcUrl();
        return url + (url.contains("?") ? "&" : "?") + "user=" + container.getUsername() + "&password="
                + container.getPassword();
    }
}
