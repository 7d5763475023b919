package dev.mink.projection;

import static dev.mink.projection.ProjectionState.CATCHING_UP;
import static dev.mink.projection.ProjectionState.FAULTED;
import static dev.mink.projection.ProjectionState.RUNNING;
import static dev.mink.projection.ProjectionState.STOPPED;

import dev.mink.spi.PartitionId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What projections do, in the log. Of checkpoints there is one line in ten seconds for each partition; of failures in a
 * row at the same place, the first is told with its stack trace, and the others at DEBUG.
 */
final class ProjectionLog implements ProjectionObserver {

    private static final Logger LOG = LoggerFactory.getLogger("dev.mink.projection");
    private static final long BETWEEN_CHECKPOINTS = Duration.ofSeconds(10).toNanos();
    private static final Set<ProjectionState> ORDINARY = Set.of(CATCHING_UP, RUNNING, STOPPED);

    private final Logger log;
    private final LongSupplier nanos;

    /** Where partitions failed last, if they have not gone on since. */
    private final Map<String, Long> failing = new ConcurrentHashMap<>();

    private final Map<String, Progress> progress = new ConcurrentHashMap<>();

    ProjectionLog() {
        this(LOG, System::nanoTime);
    }

    ProjectionLog(Logger log, LongSupplier nanos) {
        this.log = log;
        this.nanos = nanos;
    }

    /**
     * What was processed since the last line.
     *
     * @param toldAt when that was
     */
    private record Progress(long events, long toldAt) {}

    /** A node runs a partition from now on. */
    static void taken(PartitionId partition, long lease, String node, long position) {
        of(partition, lease, node).addKeyValue("position", position).log("partition taken");
    }

    /** A node no longer runs a partition. */
    static void givenBack(PartitionId partition, long lease, String node) {
        of(partition, lease, node).log("partition given back");
    }

    private static LoggingEventBuilder of(PartitionId partition, long lease, String node) {
        return line(LOG, Level.INFO, partition.projection(), partition.index())
                .addKeyValue("generation", partition.generation())
                .addKeyValue("lease", lease)
                .addKeyValue("node", node);
    }

    private static LoggingEventBuilder line(Logger log, Level level, String projection, int partition) {
        return log.atLevel(level).addKeyValue("projection", projection).addKeyValue("partition", partition);
    }

    @Override
    public void stateChanged(
            String projection, int partition, ProjectionState from, ProjectionState to, @Nullable Throwable cause) {
        boolean isOrdinary = cause == null && ORDINARY.contains(from) && ORDINARY.contains(to);
        Level level = to == FAULTED ? Level.ERROR : isOrdinary ? Level.DEBUG : Level.INFO;
        if (!log.isEnabledForLevel(level)) {
            return;
        }
        LoggingEventBuilder line = line(log, level, projection, partition)
                .addKeyValue("from", from)
                .addKeyValue("to", to);
        if (cause != null) {
            line = to == FAULTED ? line.setCause(cause) : line.addKeyValue("error", cause);
        }
        line.log("projection changed");
    }

    @Override
    public void processed(String projection, int partition, int events, long position, Duration took) {
        if (!failing.isEmpty()) {
            failing.remove(projection + "#" + partition);
        }
        if (!log.isDebugEnabled()) {
            return;
        }
        String key = projection + "#" + partition;
        long now = nanos.getAsLong();
        Progress before = progress.get(key);
        long all = events + (before == null ? 0 : before.events());
        if (before != null && now - before.toldAt() < BETWEEN_CHECKPOINTS) {
            progress.put(key, new Progress(all, before.toldAt()));
            return;
        }
        progress.put(key, new Progress(0, now));
        line(log, Level.DEBUG, projection, partition)
                .addKeyValue("events", all)
                .addKeyValue("position", position)
                .log("checkpoint");
    }

    @Override
    public void failed(String projection, int partition, long position, Throwable failure) {
        Long before = failing.put(projection + "#" + partition, position);
        boolean isFirst = before == null || before != position;
        LoggingEventBuilder line = line(log, isFirst ? Level.WARN : Level.DEBUG, projection, partition);
        if (position > 0) {
            line = line.addKeyValue("position", position);
        }
        (isFirst ? line.setCause(failure) : line.addKeyValue("error", failure)).log("processing failed");
    }

    @Override
    public void parked(String projection, int partition, long position, Throwable failure) {
        line(log, Level.ERROR, projection, partition)
                .addKeyValue("position", position)
                .addKeyValue("error", failure)
                .log("event parked");
    }

    @Override
    public void switched(String projection, int generation) {
        log.atInfo()
                .addKeyValue("projection", projection)
                .addKeyValue("generation", generation)
                .log("readers see another generation");
    }
}
