package dev.mink.examples.retail;

import dev.mink.EventStore;
import dev.mink.FeedQuery;
import dev.mink.RecordedEvent;
import dev.mink.StreamId;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The shop's books: what all events come to. */
final class Books {
    private final Map<String, Long> documents = new HashMap<>();
    private final Map<Class<?>, Long> lines = new HashMap<>();
    private final Map<String, BigDecimal> countries = new HashMap<>();
    private final Map<String, Product> products = new HashMap<>();
    /** The countries of documents that are not closed yet. */
    private final Map<StreamId, String> open = new HashMap<>();

    private final long before;

    private @Nullable LocalDateTime first;
    private @Nullable LocalDateTime last;
    private long events;
    private long earlier;

    private Books(long before) {
        this.before = before;
    }

    static Books of(EventStore<?> store) {
        return of(store, 0);
    }

    /**
     * @param before the position of the last event that counts as an earlier one
     */
    static Books of(EventStore<?> store, long before) {
        Books books = new Books(before);
        store.read(FeedQuery.all()).forEach(books::add);
        return books;
    }

    private void add(RecordedEvent recorded) {
        StreamId stream = recorded.stream();
        Object event = recorded.event();
        events++;
        earlier += recorded.position() <= before ? 1 : 0;
        if (event instanceof Line line) {
            lines.merge(line.getClass(), 1L, Long::sum);
            countries.merge(country(stream), line.amount(), BigDecimal::add);
            products.computeIfAbsent(line.sku(), Product::new).add(line);
        } else if (event instanceof Opening opening) {
            documents.merge(stream.category(), 1L, Long::sum);
            open.put(stream, opening.country());
            seen(opening.at());
        } else if (event instanceof Closing) {
            open.remove(stream);
        }
    }

    private String country(StreamId stream) {
        String country = open.get(stream);
        if (country == null) {
            throw new IllegalStateException("a line of " + stream + " is not between its opening and its closing");
        }
        return country;
    }

    private void seen(LocalDateTime at) {
        first = first == null || at.isBefore(first) ? at : first;
        last = last == null || at.isAfter(last) ? at : last;
    }

    long events() {
        return events;
    }

    /** How many of the events are earlier ones. */
    long earlier() {
        return earlier;
    }

    long documents(String category) {
        return documents.getOrDefault(category, 0L);
    }

    long lines() {
        return lines.values().stream().mapToLong(Long::longValue).sum();
    }

    long lines(Class<? extends Line> kind) {
        return lines.getOrDefault(kind, 0L);
    }

    BigDecimal netTotal() {
        return countries.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The net total of each country, greatest first. */
    Map<String, BigDecimal> countries() {
        Comparator<Map.Entry<String, BigDecimal>> greatest =
                Map.Entry.<String, BigDecimal>comparingByValue().reversed();
        return countries.entrySet().stream()
                .sorted(greatest.thenComparing(Map.Entry.comparingByKey()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    /** All products, the one with the greatest net total first. */
    List<Product> products() {
        List<Product> sorted = new ArrayList<>(products.values());
        sorted.sort(Comparator.comparing(Product::netTotal).reversed().thenComparing(Product::sku));
        return sorted;
    }

    /** When the first document was opened; null if there are none. */
    @Nullable
    LocalDateTime first() {
        return first;
    }

    /** When the last document was opened; null if there are none. */
    @Nullable
    LocalDateTime last() {
        return last;
    }
}
