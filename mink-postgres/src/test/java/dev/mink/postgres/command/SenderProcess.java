package dev.mink.postgres.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.postgres.kit.Await;
import dev.mink.postgres.kit.Database;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A {@link Sender} in a JVM of its own. */
final class SenderProcess implements AutoCloseable {

    private final Process process;
    private final Path errors;
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final Thread reader = new Thread(this::read);

    private SenderProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        reader.setDaemon(true);
        reader.start();
    }

    static SenderProcess start(
            Database database, Path directory, String round, Protection protection, int threads, long seed)
            throws IOException {
        Path errors = Files.createTempFile(directory, "sender", ".txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sender.class.getName(),
                        database.url(),
                        database.schema(),
                        round,
                        protection.name(),
                        Integer.toString(threads),
                        Long.toString(seed))
                .redirectError(errors.toFile())
                .start();
        return new SenderProcess(process, errors);
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets it begin, as soon as it can. */
    void go() throws Exception {
        Await.until("a sender is ready", () -> !lines.isEmpty() || hasEnded());
        assertThat(lines).as(this::errors).startsWith(Sender.READY);
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** Kills it when it has told of so many commands, without a chance to clean up. */
    void killAfter(int commands) throws Exception {
        Await.until("a sender has told of " + commands, () -> lines.size() - 1 >= commands || hasEnded());
        process.destroyForcibly();
        awaitEnd();
    }

    boolean isDone() {
        return lines.contains(Sender.DONE);
    }

    void awaitDone() throws Exception {
        awaitEnd();
        assertThat(process.exitValue()).as(this::errors).isZero();
        assertThat(isDone()).isTrue();
    }

    private void awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        reader.join();
    }

    private boolean hasEnded() {
        return !process.isAlive() && !reader.isAlive();
    }

    /** The versions that it was told, by the keys of the commands. */
    Map<String, Long> acknowledged() {
        Map<String, Long> versions = new HashMap<>();
        for (String line : List.copyOf(lines)) {
            int space = line.indexOf(' ');
            // The last line of one that was killed may be cut off.
            if (space > 0 && line.matches("\\S+ [0-9]+")) {
                versions.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
            }
        }
        return versions;
    }

    private String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
