package dev.mink.projection;

import dev.mink.RecordedEvent;
import dev.mink.spi.FieldValue;
import dev.mink.spi.ViewDocument;
import dev.mink.spi.ViewGeneration;
import dev.mink.spi.ViewStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Folds events into the documents of a view: those that a page of events needs are read at once, and all that
 * have changed are written at once. After a failure nothing more can be done with it.
 *
 * @param <T> the transactions of the storage
 * @param <S> the documents
 */
final class ViewBatch<T, S> implements ReadModel.Batch<T> {

    /** Stands for all documents where they are locked. */
    private static final Set<String> ALL = Set.of("");

    private final View<S> view;
    private final ViewStore<T> store;
    private final T transaction;
    private final ViewGeneration generation;
    private final boolean besideOthers;
    private final DocumentCoding<S> coding;
    private Documents<S> documents;

    /** The values of fields by which documents have been looked for; all that are there are in memory. */
    private final Set<FieldValue> found = new HashSet<>();

    /**
     * @param besideOthers whether others may fold into the same documents at once
     */
    ViewBatch(View<S> view, ViewStore<T> store, T transaction, ViewGeneration generation, boolean besideOthers) {
        this.view = view;
        this.store = store;
        this.transaction = transaction;
        this.generation = generation;
        this.besideOthers = besideOthers;
        this.coding = new DocumentCoding<>(view);
        this.documents = new Documents<>(view, key -> true);
    }

    @Override
    public void apply(List<RecordedEvent> events) {
        List<Step<S>> steps = new ArrayList<>(events.size());
        EventFailure failure = null;
        for (RecordedEvent event : events) {
            try {
                steps.addAll(Step.of(view, event));
            } catch (RuntimeException e) {
                failure = new EventFailure(event.position(), e);
                break;
            }
        }
        load(steps);
        for (Step<S> step : steps) {
            try {
                documents.apply(step);
            } catch (RuntimeException e) {
                throw new EventFailure(step.recorded().position(), e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Reads what the steps need and is not in memory yet. */
    private void load(List<Step<S>> steps) {
        Set<String> keys = new LinkedHashSet<>();
        Set<FieldValue> matches = new LinkedHashSet<>();
        for (Step<S> step : steps) {
            String field = step.rule().field();
            for (Object target : step.targets()) {
                if (field != null) {
                    addIfNew(new FieldValue(field, target), matches);
                } else if (!documents.has((String) target)) {
                    keys.add((String) target);
                }
            }
        }
        if (keys.isEmpty() && matches.isEmpty()) {
            return;
        }
        if (besideOthers) {
            // Which documents a value will find is not known before they are read: then it is all or none.
            store.lock(transaction, generation, view.fieldsOfRules().isEmpty() ? keys : ALL);
        }
        for (ViewDocument kept : store.load(transaction, generation, keys, matches)) {
            if (!documents.has(kept.key())) {
                documents.put(kept.key(), coding.decode(kept));
            }
        }
        keys.forEach(key -> {
            if (!documents.has(key)) {
                documents.put(key, null);
            }
        });
    }

    private void addIfNew(FieldValue value, Set<FieldValue> matches) {
        if (found.add(value)) {
            matches.add(value);
        }
    }

    @Override
    public int held() {
        return documents.size();
    }

    @Override
    public void flush() {
        List<ViewDocument> changed = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (Documents.Slot<S> slot : documents.all()) {
            S document = slot.document;
            if (slot.changedAt > 0 && document != null) {
                changed.add(encode(slot, document));
            } else if (slot.changedAt > 0) {
                removed.add(slot.key);
            }
        }
        if (!changed.isEmpty() || !removed.isEmpty()) {
            store.save(transaction, generation, changed, removed);
        }
        documents = new Documents<>(view, key -> true);
        found.clear();
    }

    private ViewDocument encode(Documents.Slot<S> slot, S document) {
        try {
            return coding.encode(slot.key, document);
        } catch (RuntimeException e) {
            throw new EventFailure(slot.changedAt, e);
        }
    }
}
