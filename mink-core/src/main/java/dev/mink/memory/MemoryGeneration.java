package dev.mink.memory;

import dev.mink.StorageException;
import dev.mink.projection.Condition;
import dev.mink.spi.DocumentQuery;
import dev.mink.spi.FieldOrder;
import dev.mink.spi.FieldValue;
import dev.mink.spi.ViewDocument;
import dev.mink.spi.ViewField;
import dev.mink.spi.ViewGeneration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The documents of one generation of a view. Not thread-safe. */
final class MemoryGeneration {

    private final ViewGeneration generation;
    private final List<String> fields;
    private final Map<String, ViewDocument> documents = new HashMap<>();

    MemoryGeneration(ViewGeneration generation) {
        this.generation = generation;
        this.fields = generation.fields().stream().map(ViewField::name).toList();
    }

    /** Refuses a generation with other fields than this one. */
    void requireFields(ViewGeneration other) {
        if (!other.fields().equals(generation.fields())) {
            throw unknown("the fields " + other.fields());
        }
    }

    /** Puts a document in the place of that with the same key; the result takes that back. */
    Runnable put(ViewDocument document) {
        return back(document.key(), documents.put(document.key(), document));
    }

    /** Removes a document; the result takes that back. */
    Runnable remove(String key) {
        return back(key, documents.remove(key));
    }

    private Runnable back(String key, @Nullable ViewDocument before) {
        return () -> {
            if (before == null) {
                documents.remove(key);
            } else {
                documents.put(key, before);
            }
        };
    }

    List<ViewDocument> get(Set<String> keys) {
        return keys.stream()
                .map(documents::get)
                .filter(Objects::nonNull)
                .map(MemoryGeneration::read)
                .toList();
    }

    List<ViewDocument> matching(Collection<FieldValue> matches) {
        return matches.isEmpty()
                ? List.of()
                : documents.values().stream()
                        .filter(document -> matches.stream()
                                .anyMatch(match -> match.value().equals(value(document, match.field()))))
                        .map(MemoryGeneration::read)
                        .toList();
    }

    List<ViewDocument> find(DocumentQuery query) {
        Comparator<ViewDocument> order = order(query);
        ViewDocument after = query.after() == null ? null : at(query.after(), query);
        return documents.values().stream()
                .filter(document -> meets(document, query.condition()))
                .filter(document -> after == null || order.compare(document, after) > 0)
                .sorted(order)
                .skip(query.offset())
                .limit(query.limit())
                .map(MemoryGeneration::read)
                .toList();
    }

    long count(@Nullable Condition condition) {
        return documents.values().stream()
                .filter(document -> meets(document, condition))
                .count();
    }

    private boolean meets(ViewDocument document, @Nullable Condition condition) {
        return condition == null || Conditions.meets(condition, field -> value(document, field));
    }

    private @Nullable Object value(ViewDocument document, String field) {
        return document.values().get(index(field));
    }

    private int index(String field) {
        int index = fields.indexOf(field);
        if (index < 0) {
            throw unknown("the field " + field);
        }
        return index;
    }

    private StorageException unknown(String what) {
        return new StorageException(
                "generation " + generation + " of a view does not have " + what
                        + ": raise the version of the view when its fields change, and wait until it is filled",
                StorageException.Outcome.NOTHING_WRITTEN,
                null);
    }

    private Comparator<ViewDocument> order(DocumentQuery query) {
        Comparator<ViewDocument> keys = Comparator.comparing(ViewDocument::key, MemoryLog.BY_CODE_POINTS);
        Comparator<ViewDocument> order = query.keysDescend() ? keys.reversed() : keys;
        for (int i = query.orders().size() - 1; i >= 0; i--) {
            FieldOrder by = query.orders().get(i);
            Comparator<ViewDocument> first = (a, b) -> Conditions.compare(value(a, by.field()), value(b, by.field()));
            order = (by.descending() ? first.reversed() : first).thenComparing(order);
        }
        return order;
    }

    /** A document that stands at a place in the order. */
    private ViewDocument at(DocumentQuery.Place place, DocumentQuery query) {
        @Nullable Object[] values = new Object[fields.size()];
        for (int i = 0; i < query.orders().size(); i++) {
            values[index(query.orders().get(i).field())] = place.values().get(i);
        }
        return new ViewDocument(place.key(), "", Arrays.asList(values));
    }

    private static ViewDocument read(ViewDocument document) {
        return new ViewDocument(document.key(), document.json());
    }
}
