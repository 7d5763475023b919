package dev.mink.schema;

import dev.mink.internal.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * How events of the past become those of today.
 *
 * @param aliases former names, and the names that they have now
 * @param retired names that no record has any more: ignored, or refused for a reason
 * @param versions schema versions that are not told by the upcasters
 * @param steps the upcasters of each name by the versions that they are from
 */
record Evolution(
        Map<String, String> aliases,
        Map<String, Optional<String>> retired,
        Map<String, Integer> versions,
        Map<String, SortedMap<Integer, Step>> steps) {

    private static final SortedMap<Integer, Step> NO_STEPS = Collections.emptySortedMap();

    static final Evolution NONE = new Evolution(Map.of(), Map.of(), Map.of(), Map.of());

    Evolution {
        aliases = Map.copyOf(aliases);
        retired = Map.copyOf(retired);
        versions = Map.copyOf(versions);
        steps = Map.copyOf(steps);
    }

    /** Both, where they do not contradict each other. */
    Evolution and(Evolution other) {
        return new Evolution(
                merged("is an alias of two names", aliases, other.aliases),
                merged("is retired in two ways", retired, other.retired),
                merged("has two versions", versions, other.versions),
                merged("has different upcasters in two event types", steps, other.steps));
    }

    private static <V> Map<String, V> merged(String contradiction, Map<String, V> some, Map<String, V> more) {
        Map<String, V> all = new HashMap<>(some);
        more.forEach((name, value) -> {
            V known = all.put(name, value);
            if (known != null && !known.equals(value)) {
                throw new IllegalArgumentException("event " + Text.quote(name) + " " + contradiction
                        + ": keep its EventTypes in one constant and use that everywhere");
            }
        });
        return all;
    }

    /** Whether all of the other is in this. */
    boolean contains(Evolution other) {
        return aliases.entrySet().containsAll(other.aliases.entrySet())
                && retired.entrySet().containsAll(other.retired.entrySet())
                && versions.entrySet().containsAll(other.versions.entrySet())
                && steps.entrySet().containsAll(other.steps.entrySet());
    }

    String currentName(String stored) {
        return aliases.getOrDefault(stored, stored);
    }

    /** The version in which a type is written. */
    int current(String name) {
        return versions.getOrDefault(name, stepsOf(name).size() + 1);
    }

    /** The oldest version that can be read. */
    int oldest(String name) {
        return current(name) - stepsOf(name).size();
    }

    private SortedMap<Integer, Step> stepsOf(String name) {
        return steps.getOrDefault(name, NO_STEPS);
    }

    Optional<Step> step(String name, int from) {
        return Optional.ofNullable(stepsOf(name).get(from));
    }

    int stepCount() {
        return steps.values().stream().mapToInt(Map::size).sum();
    }

    /** These names, and all those under which events are stored that can become one of these. */
    Set<String> thatBecome(Set<String> names) {
        Set<String> found = new LinkedHashSet<>(names);
        int before;
        do {
            before = found.size();
            steps.values().stream()
                    .flatMap(chain -> chain.values().stream())
                    .filter(step -> step.into().stream().anyMatch(found::contains))
                    .map(Step::type)
                    .toList()
                    .forEach(found::add);
            aliases.forEach((alias, name) -> {
                if (found.contains(name)) {
                    found.add(alias);
                }
            });
        } while (found.size() > before);
        return found;
    }

    /**
     * Refuses what contradicts itself.
     *
     * @param registered the names of records
     * @throws IllegalArgumentException with the name and the way out
     */
    void check(Set<String> registered) {
        aliases.keySet()
                .forEach(alias -> refuseIf(registered.contains(alias), alias, "is an alias and the name of a record"));
        for (String name : retired.keySet()) {
            refuseIf(registered.contains(name), name, "is retired, but there is a record of this name");
            refuseIf(aliases.containsKey(name), name, "is retired and an alias");
            refuseIf(steps.containsKey(name), name, "is retired and has upcasters");
        }
        versions.keySet()
                .forEach(name -> refuseIf(
                        !registered.contains(name) && !steps.containsKey(name), name, "has a version but no record"));
        steps.forEach((name, chain) -> check(name, chain, registered));
    }

    private void check(String name, SortedMap<Integer, Step> chain, Set<String> registered) {
        refuseIf(aliases.containsKey(name), name, "is an alias, and has upcasters: give them to " + currentName(name));
        int first = chain.firstKey();
        int last = chain.lastKey();
        List<Integer> missing = new ArrayList<>();
        for (int from = versions.containsKey(name) ? first : 1; from < last; from++) {
            if (!chain.containsKey(from)) {
                missing.add(from);
            }
        }
        refuseIf(
                !missing.isEmpty(),
                name,
                "has upcasters from versions " + chain.keySet() + ", but none from " + missing
                        + ": add them, or set version(" + Text.quote(name) + ", " + (last + 1)
                        + ") if no event of the versions before is stored any more");
        refuseIf(
                current(name) != last + 1,
                name,
                "has upcasters to version " + (last + 1) + ", but its version is set to " + current(name)
                        + ": add what is missing, or correct the version");
        refuseIf(
                !registered.contains(name)
                        && chain.tailMap(last).values().stream()
                                .anyMatch(step -> step.into().contains(name)),
                name,
                "has upcasters, but there is no record of this name: replace it by others in the last one, or add the record");
        chain.values().stream().flatMap(step -> step.into().stream()).forEach(target -> {
            boolean known = registered.contains(target) || steps.containsKey(target) || retired.containsKey(target);
            refuseIf(
                    !known,
                    name,
                    "is replaced by " + Text.quote(target) + ", which is not the name of a record: registered are "
                            + new TreeSet<>(registered));
        });
    }

    private static void refuseIf(boolean wrong, String name, String why) {
        if (wrong) {
            throw new IllegalArgumentException("event " + Text.quote(name) + " " + why);
        }
    }
}
