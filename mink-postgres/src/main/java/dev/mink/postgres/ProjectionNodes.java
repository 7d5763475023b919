package dev.mink.postgres;

import dev.mink.spi.ProjectionNode;
import dev.mink.spi.Roster;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The nodes that run projections: a row for each, which it renews before it expires. */
final class ProjectionNodes {

    private final String beat;
    private final String roster;
    private final String leave;

    ProjectionNodes(ProjectionTables tables) {
        String nodes = tables.nodes();
        roster = "select node, key, value::int from " + nodes
                + " left join lateral jsonb_each_text(versions) on true where expires_at > clock_timestamp()"
                + " order by node; " + tables.select("");
        beat = "insert into " + nodes + " (node, versions, expires_at)"
                + " values (?, jsonb_object(?::text[], ?::text[]), clock_timestamp() + make_interval(secs => ?))"
                + " on conflict (node) do update set versions = excluded.versions, expires_at = excluded.expires_at;"
                + " delete from " + nodes + " where node in (select node from " + nodes
                + " where expires_at < clock_timestamp() - interval '1 hour' for update skip locked); " + roster;
        leave = "with gone as (delete from " + nodes + " where node = ?),"
                + " owned as materialized (select projection, generation, partition from " + tables.partitions()
                + " where owner = ? order by projection, generation, partition for update)"
                + " update " + tables.partitions() + " set owner = null, lease = lease + 1"
                + " where (projection, generation, partition) in (select * from owned)";
    }

    Roster beat(Connection connection, ProjectionNode node, Duration timeToLive) throws SQLException {
        List<Map.Entry<String, Integer>> versions = List.copyOf(node.versions().entrySet());
        Object[] names = versions.stream().map(Map.Entry::getKey).toArray();
        Object[] numbers =
                versions.stream().map(each -> each.getValue().toString()).toArray();
        return read(new Call(
                connection,
                beat,
                node.id(),
                connection.createArrayOf("text", names),
                connection.createArrayOf("text", numbers),
                timeToLive.toNanos() / 1e9));
    }

    Roster roster(Connection connection) throws SQLException {
        return read(new Call(connection, roster));
    }

    private static Roster read(Call call) throws SQLException {
        try (call) {
            return new Roster(nodes(call.rows()), ProjectionTables.read(call.rows()));
        }
    }

    private static List<ProjectionNode> nodes(ResultSet row) throws SQLException {
        Map<String, Map<String, Integer>> nodes = new LinkedHashMap<>();
        while (row.next()) {
            Map<String, Integer> versions = nodes.computeIfAbsent(row.getString(1), node -> new LinkedHashMap<>());
            String projection = row.getString(2);
            if (projection != null) {
                versions.put(projection, row.getInt(3));
            }
        }
        List<ProjectionNode> read = new ArrayList<>();
        nodes.forEach((node, versions) -> read.add(new ProjectionNode(node, versions)));
        return read;
    }

    void leave(Connection connection, String node) throws SQLException {
        Call.update(connection, leave, node, node);
    }
}
