package dev.mink.postgres.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.postgres.kit.Database;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A {@link Node} in a JVM of its own. */
final class NodeProcess implements AutoCloseable {

    private final String name;
    private final Process process;
    private final Path errors;

    private NodeProcess(String name, Process process, Path errors) {
        this.name = name;
        this.process = process;
        this.errors = errors;
    }

    static NodeProcess start(Database database, Path directory, String name, Fencing fencing) throws IOException {
        Path errors = Files.createTempFile(directory, name, ".txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Node.class.getName(),
                        database.url(),
                        database.schema(),
                        name,
                        fencing.name())
                .redirectError(errors.toFile())
                .start();
        return new NodeProcess(name, process, errors);
    }

    /** As the partitions that it runs tell. */
    String name() {
        return name;
    }

    /** Waits until it runs what there is to run. */
    void awaitReady() throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        assertThat(output.readLine())
                .as("what a node says; %s", Files.readString(errors))
                .startsWith(Node.READY);
    }

    /** Has it stand still, in the middle of whatever it does. */
    void stop() throws Exception {
        signal("-STOP");
    }

    /** Has it go on where it stood still. */
    void goOn() throws Exception {
        signal("-CONT");
    }

    private void signal(String signal) throws Exception {
        Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).as("kill %s", signal).isZero();
    }

    /** Ends it at once, without a chance to clean up. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
