package dev.mink.postgres;

import dev.mink.spi.Generation;
import dev.mink.spi.Partition;
import dev.mink.spi.PartitionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The names of the tables of projections, and their rows. */
record ProjectionTables(SchemaName schema) {

    /** The condition for one partition. */
    static final String ONE_PARTITION = "projection = ? and generation = ? and partition = ?";

    /** Has the server end the transaction, and so free what it has locked, when its process stands still. */
    static final String NOT_IDLE_FOR_LONG = "set_config('idle_in_transaction_session_timeout', '10s', true)";

    String projections() {
        return schema.quoted() + ".projections";
    }

    String generations() {
        return schema.quoted() + ".projection_generations";
    }

    String partitions() {
        return schema.quoted() + ".projection_partitions";
    }

    String nodes() {
        return schema.quoted() + ".projection_nodes";
    }

    String deadLetters() {
        return schema.quoted() + ".projection_dead_letters";
    }

    /** Selects generations with their partitions, in order: what {@link #read} reads. */
    String select(String condition) {
        return "select projection, generation, g.version, g.state, p.partition, p.position, p.lease, p.owner, p.paused,"
                + " p.parked, p.fault, p.moved_at from " + generations() + " g join " + partitions()
                + " p using (projection, generation)" + condition + " order by projection, generation, partition";
    }

    static List<Generation> read(ResultSet row) throws SQLException {
        List<Generation> generations = new ArrayList<>();
        List<Partition> partitions = new ArrayList<>();
        while (row.next()) {
            Partition partition = partition(row);
            if (partition.id().index() == 0) {
                partitions.clear();
            } else {
                generations.remove(generations.size() - 1);
            }
            partitions.add(partition);
            generations.add(new Generation(
                    partition.id().projection(),
                    partition.id().generation(),
                    row.getInt(3),
                    Generation.State.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
                    partitions));
        }
        return generations;
    }

    private static Partition partition(ResultSet row) throws SQLException {
        return new Partition(
                new PartitionId(row.getString(1), row.getInt(2), row.getInt(5)),
                row.getLong(6),
                row.getLong(7),
                row.getString(8),
                row.getBoolean(9),
                row.getLong(10),
                row.getString(11),
                row.getTimestamp(12).toInstant());
    }

    static String text(Generation.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** A text without the one character that PostgreSQL does not store. */
    static @Nullable String storable(@Nullable String text) {
        return text == null ? null : text.replace('\u0000', '\uFFFD');
    }
}
