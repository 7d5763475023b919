package dev.mink.projection;

import dev.mink.spi.DocumentQuery;
import dev.mink.spi.FieldValue;
import dev.mink.spi.ViewDocument;
import dev.mink.spi.ViewGeneration;
import dev.mink.spi.ViewStore;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes notes of what is loaded and saved. */
record CountingViews<T>(ViewStore<T> to, List<String> notes) implements ViewStore<T> {

    @Override
    public void create(T transaction, ViewGeneration generation) {
        to.create(transaction, generation);
    }

    @Override
    public void serve(T transaction, String view, int version, int generation) {
        to.serve(transaction, view, version, generation);
    }

    @Override
    public void drop(T transaction, String view, int generation) {
        to.drop(transaction, view, generation);
    }

    @Override
    public void lock(T transaction, ViewGeneration generation, Set<String> keys) {
        notes.add("lock " + new TreeSet<>(keys));
        to.lock(transaction, generation, keys);
    }

    @Override
    public List<ViewDocument> load(
            T transaction, ViewGeneration generation, Set<String> keys, Collection<FieldValue> matches) {
        notes.add("load " + new TreeSet<>(keys)
                + matches.stream()
                        .map(match -> " " + match.field() + "=" + match.value())
                        .collect(Collectors.joining()));
        return to.load(transaction, generation, keys, matches);
    }

    @Override
    public void save(
            T transaction, ViewGeneration generation, Collection<ViewDocument> documents, Collection<String> removed) {
        notes.add("save " + documents.stream().map(ViewDocument::key).sorted().toList()
                + (removed.isEmpty() ? "" : " remove " + new TreeSet<>(removed)));
        to.save(transaction, generation, documents, removed);
    }

    @Override
    public List<ViewDocument> get(String view, int version, Set<String> keys) {
        return to.get(view, version, keys);
    }

    @Override
    public List<ViewDocument> find(String view, int version, DocumentQuery query) {
        return to.find(view, version, query);
    }

    @Override
    public long count(String view, int version, @Nullable Condition condition) {
        return to.count(view, version, condition);
    }
}
