package dev.mink.examples.retail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * Where embedded servers of one major version keep their data: one program at a time.
 *
 * <p>A server's data begin in a directory with a new name, which counts only when it has been written down in the
 * file {@code current}. So a program that is killed while it initialises a server leaves nothing half done behind.
 */
final class ServerDirectory implements AutoCloseable {
    private static final String CLUSTERS = "cluster-";
    private static final Pattern COMPLAINT = Pattern.compile("error:|FATAL:|PANIC:");

    private final Path path;
    private final FileChannel lock;

    private ServerDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * @throws Refusal if it cannot be written, or another program uses it
     */
    static ServerDirectory open(Path parent) {
        Path path = parent.toAbsolutePath().resolve("postgres-" + majorVersion());
        try {
            Files.createDirectories(path);
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new Refusal("another program uses " + parent
                        + ": wait until it ends, or choose another directory with --data-dir");
            }
            ServerDirectory directory = new ServerDirectory(path, channel);
            Files.deleteIfExists(directory.log());
            return directory;
        } catch (IOException e) {
            throw new Refusal(
                    "cannot use the directory " + parent + " (" + Texts.reason(e) + "): choose another with --data-dir",
                    e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    /** What the server and its tools say in this run. */
    Path log() {
        return path.resolve("server.log");
    }

    /** What the log says about a failure; empty if it says nothing. */
    String complaint() {
        try (Stream<String> lines = Files.lines(log())) {
            return lines.filter(line -> COMPLAINT.matcher(line).find())
                    .findFirst()
                    .orElse("");
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    /** The server's data directory, on which no server runs: the one that is kept, or else a new one. */
    Path cluster() throws IOException, InterruptedException {
        Path current = path.resolve("current");
        String kept = Files.exists(current) ? Files.readString(current).strip() : "";
        for (Path cluster : clusters()) {
            LeftOver.stop(cluster);
            if (!cluster.endsWith(kept)) {
                delete(cluster);
            }
        }
        return path.resolve(kept.isEmpty() ? CLUSTERS + UUID.randomUUID() : kept);
    }

    /** From now on, this is the server's data directory. */
    void keep(Path cluster) throws IOException {
        Path next = Files.writeString(path.resolve("next"), cluster.getFileName() + "\n");
        Files.move(next, path.resolve("current"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private List<Path> clusters() throws IOException {
        List<Path> clusters = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(path, CLUSTERS + "*")) {
            found.forEach(clusters::add);
        }
        return clusters;
    }

    /** As far as possible: an initialisation that outlives its program may still be writing there. */
    private static void delete(Path cluster) {
        try (Stream<Path> files = Files.walk(cluster)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LoggerFactory.getLogger(ServerDirectory.class).debug("{} remains until the next start", cluster, e);
        }
    }

    private static String majorVersion() {
        try (InputStream in = ServerDirectory.class.getResourceAsStream("server.properties")) {
            Properties properties = new Properties();
            properties.load(Objects.requireNonNull(in, "server.properties"));
            return properties.getProperty("version", "").replaceFirst("\\..*", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
