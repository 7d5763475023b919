package dev.mink.projection;

import dev.mink.RecordedEvent;
import dev.mink.spi.FieldValue;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Documents of a view in memory, into which events are folded. Not thread-safe.
 *
 * @param <S> the documents
 */
final class Documents<S> {

    private final View<S> view;
    private final Predicate<String> wanted;
    private final Map<String, Slot<S>> slots = new HashMap<>();

    /** The keys of documents by those values by which rules look for them. */
    private final Map<FieldValue, Set<String>> byValue = new HashMap<>();

    /**
     * @param wanted which keys matter; documents with others are not kept
     */
    Documents(View<S> view, Predicate<String> wanted) {
        this.view = view;
        this.wanted = wanted;
    }

    /** How many there are, with those that are known not to exist. */
    int size() {
        return slots.size();
    }

    Collection<Slot<S>> all() {
        return slots.values();
    }

    boolean has(String key) {
        return slots.containsKey(key);
    }

    /** Takes a document as it is kept elsewhere; null if it does not exist there. */
    void put(String key, @Nullable S document) {
        Slot<S> slot = new Slot<>(key);
        slots.put(key, slot);
        set(slot, document);
    }

    /** Does what an event demands. */
    void apply(Step<S> step) {
        String field = step.rule().field();
        for (Object target : step.targets()) {
            if (field == null) {
                applyTo((String) target, step);
            } else {
                Set<String> keys = byValue.getOrDefault(new FieldValue(field, target), Set.of());
                List.copyOf(keys).forEach(key -> applyTo(key, step));
            }
        }
    }

    private void applyTo(String key, Step<S> step) {
        if (!wanted.test(key)) {
            return;
        }
        Slot<S> slot = slots.get(key);
        if (slot == null) {
            slot = new Slot<>(key);
            slots.put(key, slot);
        }
        S before = slot.document;
        if (before == null) {
            if (!step.rule().creates()) {
                return;
            }
            before = view.initial(key);
        }
        RecordedEvent recorded = step.recorded();
        S after = step.rule().fold().apply(before, recorded.event(), recorded);
        if (after != slot.document) {
            set(slot, after);
            slot.changedAt = recorded.position();
        }
    }

    private void set(Slot<S> slot, @Nullable S document) {
        for (String field : view.fieldsOfRules()) {
            Object before = slot.document == null ? null : view.fields().value(field, slot.document);
            Object after = document == null ? null : view.fields().value(field, document);
            if (!Objects.equals(before, after)) {
                move(slot.key, field, before, after);
            }
        }
        slot.document = document;
    }

    private void move(String key, String field, @Nullable Object before, @Nullable Object after) {
        if (before != null) {
            byValue.computeIfPresent(new FieldValue(field, before), (value, keys) -> {
                keys.remove(key);
                return keys.isEmpty() ? null : keys;
            });
        }
        if (after != null) {
            byValue.computeIfAbsent(new FieldValue(field, after), value -> new LinkedHashSet<>())
                    .add(key);
        }
    }

    /**
     * A document that exists or not.
     *
     * @param <S> the document
     */
    static final class Slot<S> {

        final String key;

        @Nullable
        S document;

        /** The position of the last event that changed it; 0 if none has. */
        long changedAt;

        private Slot(String key) {
            this.key = key;
        }
    }
}
