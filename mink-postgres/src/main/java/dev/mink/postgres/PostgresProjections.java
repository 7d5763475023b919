package dev.mink.postgres;

import dev.mink.StreamId;
import dev.mink.spi.Checkpoint;
import dev.mink.spi.Generation;
import dev.mink.spi.ParkedEvent;
import dev.mink.spi.PartitionId;
import dev.mink.spi.ProjectionNode;
import dev.mink.spi.ProjectionStore;
import dev.mink.spi.Roster;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How far projections are, in tables. Every operation is one round trip. */
final class PostgresProjections implements ProjectionStore<Connection> {

    private final Sessions sessions;
    private final ProjectionNodes nodes;
    private final ProjectionGenerations generations;
    private final ProjectionPartitions partitions;
    private final ProjectionDeadLetters deadLetters;

    PostgresProjections(Sessions sessions, SchemaName schema) {
        ProjectionTables tables = new ProjectionTables(schema);
        this.sessions = sessions;
        this.nodes = new ProjectionNodes(tables);
        this.generations = new ProjectionGenerations(tables);
        this.partitions = new ProjectionPartitions(tables);
        this.deadLetters = new ProjectionDeadLetters(tables);
    }

    @Override
    public Roster beat(ProjectionNode node, Duration timeToLive) {
        return alone(connection -> nodes.beat(connection, node, timeToLive));
    }

    @Override
    public Roster roster() {
        return alone(nodes::roster);
    }

    @Override
    public void leave(String node) {
        runAlone(connection -> nodes.leave(connection, node));
    }

    @Override
    public List<Generation> lock(Connection transaction, String projection) {
        return in(transaction, connection -> generations.lock(connection, projection));
    }

    @Override
    public Generation add(
            Connection transaction, String projection, int version, Generation.State state, int count, long position) {
        return in(transaction, connection -> generations.add(connection, projection, version, state, count, position));
    }

    @Override
    public void change(Connection transaction, String projection, int generation, Generation.State state) {
        runIn(transaction, connection -> generations.change(connection, projection, generation, state));
    }

    @Override
    public void remove(Connection transaction, String projection, int generation) {
        runIn(transaction, connection -> generations.remove(connection, projection, generation));
    }

    @Override
    public List<Generation> serving(Connection transaction, String projection, int version) {
        return in(transaction, connection -> generations.serving(connection, projection, version));
    }

    @Override
    public OptionalLong acquire(PartitionId partition, long lease, String node) {
        return alone(connection -> partitions.acquire(connection, partition, lease, node));
    }

    @Override
    public void release(PartitionId partition, long lease) {
        runAlone(connection -> partitions.release(connection, partition, lease));
    }

    @Override
    public Checkpoint claim(Connection transaction, PartitionId partition, long lease, Duration idle) {
        return in(transaction, connection -> partitions.claim(connection, partition, lease, idle));
    }

    @Override
    public void advance(Connection transaction, PartitionId partition, long lease, long position) {
        runIn(transaction, connection -> partitions.advance(connection, partition, lease, position));
    }

    @Override
    public Optional<Checkpoint> hold(Connection transaction, PartitionId partition) {
        return in(transaction, connection -> partitions.hold(connection, partition));
    }

    @Override
    public void pause(String projection, boolean paused) {
        runAlone(connection -> partitions.pause(connection, projection, paused));
    }

    @Override
    public void fault(PartitionId partition, long lease, @Nullable String fault) {
        runAlone(connection -> partitions.fault(connection, partition, lease, fault));
    }

    @Override
    public void park(Connection transaction, PartitionId partition, List<ParkedEvent> events) {
        runIn(transaction, connection -> deadLetters.park(connection, partition, events));
    }

    @Override
    public Set<StreamId> parkedAmong(Connection transaction, PartitionId partition, Set<StreamId> streams) {
        return in(transaction, connection -> deadLetters.among(connection, partition, streams));
    }

    @Override
    public boolean unpark(Connection transaction, PartitionId partition, long position) {
        return in(transaction, connection -> deadLetters.unpark(connection, partition, position));
    }

    @Override
    public List<ParkedEvent> parked(
            String projection, int generation, @Nullable StreamId stream, long after, int limit) {
        return alone(connection -> deadLetters.list(connection, projection, generation, stream, after, limit));
    }

    @Override
    public boolean isTransient(Throwable failure) {
        return Failures.isTransient(failure);
    }

    private <R> R alone(SqlWork<R> work) {
        try {
            return sessions.autocommit(work);
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private void runAlone(SqlWork.Steps steps) {
        var unused = alone(connection -> done(connection, steps));
    }

    private static <R> R in(Connection transaction, SqlWork<R> work) {
        try {
            return work.with(transaction);
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private static void runIn(Connection transaction, SqlWork.Steps steps) {
        var unused = in(transaction, connection -> done(connection, steps));
    }

    private static boolean done(Connection connection, SqlWork.Steps steps) throws SQLException {
        steps.with(connection);
        return true;
    }
}
