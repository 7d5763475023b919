package dev.mink.examples.retail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server that still runs although the program that started it does not. */
final class LeftOver {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** How far the clocks may be apart by which the server and the system say when it started. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private LeftOver() {}

    /** Stops the server that runs on a data directory, if there is one, and waits until it has ended. */
    static void stop(Path cluster) throws IOException, InterruptedException {
        Path file = cluster.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        Optional<ProcessHandle> running = server(Files.readAllLines(file));
        if (running.isPresent()) {
            stop(running.get());
        }
        Files.deleteIfExists(file);
    }

    /** The process with the id in the first line, unless that belongs to another by now. */
    private static Optional<ProcessHandle> server(List<String> lines) {
        try {
            Instant started = Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
            return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> startedAt(process, started));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static boolean startedAt(ProcessHandle process, Instant started) {
        return process.info()
                .startInstant()
                .map(instant -> Duration.between(instant, started).abs().compareTo(TOLERANCE) <= 0)
                .orElse(false);
    }

    private static void stop(ProcessHandle server) throws IOException, InterruptedException {
        server.destroy();
        try {
            server.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the server of an earlier run, process " + server.pid() + ", does not stop", e);
        }
    }
}
