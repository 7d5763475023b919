package dev.mink.examples.retail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The example in a JVM of its own. */
final class ImportProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Path out;
    private final Path err;

    private ImportProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * @param directory for its output
     * @param databaseUrl null for an embedded server
     */
    static ImportProcess start(Path directory, String databaseUrl, String... arguments) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                OnlineRetail.class.getName()));
        command.addAll(List.of(arguments));
        Path out = directory.resolve("out.txt");
        Path err = directory.resolve("err.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().remove("DATABASE_URL");
        if (databaseUrl != null) {
            builder.environment().put("DATABASE_URL", databaseUrl);
        }
        return new ImportProcess(builder.start(), out, err);
    }

    /** Whether it ends within that time. */
    boolean ends(long milliseconds) throws InterruptedException {
        return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
    }

    /** Kills it without a chance to clean up. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(ends(PATIENCE.toMillis())).isTrue();
    }

    /** Waits until something is so, or it ends. */
    void awaitThat(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && !ends(1)) {
            assertThat(System.nanoTime()).as(this::errors).isLessThan(deadline);
        }
    }

    /** Asks it to end, as a terminal does. */
    void stop() throws InterruptedException {
        process.destroy();
        assertThat(ends(PATIENCE.toMillis())).isTrue();
    }

    /** What it printed, once it ended well. */
    String output() throws InterruptedException {
        assertThat(ends(PATIENCE.toMillis())).isTrue();
        assertThat(process.exitValue()).as(this::errors).isZero();
        return read(out);
    }

    String errors() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
