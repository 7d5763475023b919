package dev.mink.projection;

import dev.mink.spi.Generation;
import dev.mink.spi.Partition;
import dev.mink.spi.PartitionId;
import dev.mink.spi.ProjectionNode;
import dev.mink.spi.Roster;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which node is to run which partition: evenly, and as it is now where that is even. Every node that sees the same comes
 * to the same result; where they see it differently for a moment, the leases decide.
 */
final class Assignment {

    private Assignment() {}

    /**
     * The partitions that a node is to run.
     *
     * @param roster who is there, and what there is
     * @param node the id of the node
     */
    static Set<PartitionId> of(Roster roster, String node) {
        List<Task> tasks = new ArrayList<>();
        for (Generation generation : roster.generations()) {
            List<String> able = roster.nodes().stream()
                    .filter(each -> each.runs(generation))
                    .map(ProjectionNode::id)
                    .sorted()
                    .toList();
            if (isRun(generation) && !able.isEmpty()) {
                generation.partitions().forEach(each -> tasks.add(new Task(each, able)));
            }
        }
        int share = roster.nodes().isEmpty()
                ? 0
                : (tasks.size() + roster.nodes().size() - 1) / roster.nodes().size();
        Map<String, Integer> load = new HashMap<>();
        Set<PartitionId> result = new HashSet<>();
        List<Task> free = new ArrayList<>();
        for (Task task : tasks) {
            String owner = task.partition().owner();
            if (owner != null && task.able().contains(owner) && load.getOrDefault(owner, 0) < share) {
                give(task, owner, load, node, result);
            } else {
                free.add(task);
            }
        }
        for (Task task : free) {
            String least = task.able().stream()
                    .min(Comparator.comparingInt(each -> load.getOrDefault(each, 0)))
                    .orElseThrow();
            give(task, least, load, node, result);
        }
        return result;
    }

    private static boolean isRun(Generation generation) {
        return generation.state() == Generation.State.SERVING || generation.state() == Generation.State.FILLING;
    }

    private static void give(Task task, String owner, Map<String, Integer> load, String node, Set<PartitionId> result) {
        load.merge(owner, 1, Integer::sum);
        if (owner.equals(node)) {
            result.add(task.partition().id());
        }
    }

    /**
     * A partition to run.
     *
     * @param able the nodes that can
     */
    private record Task(Partition partition, List<String> able) {}
}
