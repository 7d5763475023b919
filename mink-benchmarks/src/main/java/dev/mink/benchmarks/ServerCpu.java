package dev.mink.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The CPU time that the processes of a server on the same machine have used, where the system tells it
 * (Linux), and that of this JVM.
 */
final class ServerCpu implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement processes;

    ServerCpu(Server server) throws SQLException {
        connection = server.connect();
        processes = connection.prepareStatement("select pid from pg_stat_activity");
    }

    /** The times so far, in nanoseconds. */
    Times now() throws SQLException {
        Map<Integer, Long> server = new HashMap<>();
        try (ResultSet rows = processes.executeQuery()) {
            while (rows.next()) {
                long time = timeOf(rows.getInt(1));
                if (time >= 0) {
                    server.put(rows.getInt(1), time);
                }
            }
        }
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Times(server, system.getProcessCpuTime());
    }

    private static long timeOf(int process) {
        Path directory = Path.of("/proc", Integer.toString(process));
        try {
            if (!Files.readString(directory.resolve("cmdline")).contains("postgres")) {
                return -1;
            }
            String times = Files.readString(directory.resolve("schedstat"));
            return Long.parseLong(times.substring(0, times.indexOf(' ')));
        } catch (IOException e) {
            return -1;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /**
     * Times so far.
     *
     * @param server by process of the server; empty where unknown
     * @param client of this JVM
     */
    record Times(Map<Integer, Long> server, long client) {

        /** What the server has used since; NaN where unknown. */
        double serverSince(Times before) {
            if (server.isEmpty()) {
                return Double.NaN;
            }
            long sum = 0;
            for (Map.Entry<Integer, Long> process : server.entrySet()) {
                sum += process.getValue() - before.server.getOrDefault(process.getKey(), 0L);
            }
            return sum;
        }
    }
}
