package dev.mink.memory;

import dev.mink.StorageException;
import dev.mink.projection.Condition;
import dev.mink.spi.DocumentQuery;
import dev.mink.spi.FieldValue;
import dev.mink.spi.ViewDocument;
import dev.mink.spi.ViewGeneration;
import dev.mink.spi.ViewStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Documents of views in memory. Whoever reads waits for the transaction that runs, unless it is its own. */
final class MemoryViews implements ViewStore<MemoryTransaction> {

    private final InMemoryStorage storage;
    private final Map<Id, MemoryGeneration> generations = new HashMap<>();

    /** Which generation serves which version, by the names of views. */
    private final Map<String, NavigableMap<Integer, Integer>> serving = new HashMap<>();

    MemoryViews(InMemoryStorage storage) {
        this.storage = storage;
    }

    @Override
    public void create(MemoryTransaction transaction, ViewGeneration generation) {
        transaction.requireOpenOn(storage);
        Id id = new Id(generation.view(), generation.number());
        if (generations.putIfAbsent(id, new MemoryGeneration(generation)) != null) {
            throw failed("there is a generation " + generation + " already");
        }
        transaction.onRollback(() -> generations.remove(id));
    }

    @Override
    public void serve(MemoryTransaction transaction, String view, int version, int generation) {
        transaction.requireOpenOn(storage);
        var unused = generation(view, generation);
        NavigableMap<Integer, Integer> versions = versions(view);
        transaction.onRollback(() -> serving.put(view, versions));
        NavigableMap<Integer, Integer> changed = new TreeMap<>(versions);
        changed.put(version, generation);
        serving.put(view, changed);
    }

    @Override
    public void drop(MemoryTransaction transaction, String view, int generation) {
        transaction.requireOpenOn(storage);
        Id id = new Id(view, generation);
        MemoryGeneration dropped = generations.remove(id);
        if (dropped == null) {
            return;
        }
        NavigableMap<Integer, Integer> versions = versions(view);
        transaction.onRollback(() -> {
            generations.put(id, dropped);
            serving.put(view, versions);
        });
        NavigableMap<Integer, Integer> rest = new TreeMap<>(versions);
        rest.values().removeIf(served -> served == generation);
        serving.put(view, rest);
    }

    /** Only one transaction runs at a time. */
    @Override
    public void lock(MemoryTransaction transaction, ViewGeneration generation, Set<String> keys) {
        transaction.requireOpenOn(storage);
    }

    @Override
    public List<ViewDocument> load(
            MemoryTransaction transaction,
            ViewGeneration generation,
            Set<String> keys,
            Collection<FieldValue> matches) {
        transaction.requireOpenOn(storage);
        MemoryGeneration from = generation(generation.view(), generation.number());
        List<ViewDocument> loaded = new ArrayList<>(from.get(keys));
        for (ViewDocument document : from.matching(matches)) {
            if (!keys.contains(document.key())) {
                loaded.add(document);
            }
        }
        return loaded;
    }

    @Override
    public void save(
            MemoryTransaction transaction,
            ViewGeneration generation,
            Collection<ViewDocument> documents,
            Collection<String> removed) {
        transaction.requireOpenOn(storage);
        MemoryGeneration to = generation(generation.view(), generation.number());
        to.requireFields(generation);
        documents.forEach(document -> transaction.onRollback(to.put(document)));
        removed.forEach(key -> transaction.onRollback(to.remove(key)));
    }

    @Override
    public List<ViewDocument> get(String view, int version, Set<String> keys) {
        return storage.alone(() -> {
            MemoryGeneration served = served(view, version);
            return served == null ? List.of() : served.get(keys);
        });
    }

    @Override
    public List<ViewDocument> find(String view, int version, DocumentQuery query) {
        return storage.alone(() -> {
            MemoryGeneration served = served(view, version);
            return served == null ? List.of() : served.find(query);
        });
    }

    @Override
    public long count(String view, int version, @Nullable Condition condition) {
        return storage.alone(() -> {
            MemoryGeneration served = served(view, version);
            return served == null ? 0L : served.count(condition);
        });
    }

    private MemoryGeneration generation(String view, int generation) {
        MemoryGeneration known = generations.get(new Id(view, generation));
        if (known == null) {
            throw failed("there is no generation " + generation + " of view " + view);
        }
        return known;
    }

    private @Nullable MemoryGeneration served(String view, int version) {
        Map.Entry<Integer, Integer> served = versions(view).floorEntry(version);
        return served == null ? null : generation(view, served.getValue());
    }

    private NavigableMap<Integer, Integer> versions(String view) {
        return serving.getOrDefault(view, new TreeMap<>());
    }

    private static StorageException failed(String why) {
        return new StorageException(why, StorageException.Outcome.NOTHING_WRITTEN, null);
    }

    private record Id(String view, int generation) {}
}
