package dev.mink.examples.retail;

import dev.mink.EventStore;
import dev.mink.FeedQuery;
import dev.mink.RecordedEvent;
import dev.mink.StreamId;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shop's books: what all events come to, folded from the lines of the documents whenever it is asked for. */
final class Books {
    private final Map<String, Long> documents = new HashMap<>();
    private final Map<Class<?>, Long> lines = new HashMap<>();
    private final Map<String, BigDecimal> countries = new HashMap<>();
    private final Map<String, BigDecimal> products = new HashMap<>();
    private final Map<String, BigDecimal> months = new HashMap<>();
    private final Map<String, BigDecimal> customers = new HashMap<>();
    /** Documents that are not closed yet. */
    private final Map<StreamId, Open> open = new HashMap<>();

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
            products.merge(line.sku(), line.amount(), BigDecimal::add);
            open.put(stream, open(stream).plus(line));
        } else if (event instanceof Opening opening) {
            open.put(stream, new Open(opening, BigDecimal.ZERO));
            seen(opening.at());
        } else if (event instanceof Closing closing) {
            documents.merge(stream.category(), 1L, Long::sum);
            close(open(stream), closing.at());
            open.remove(stream);
        }
    }

    private Open open(StreamId stream) {
        Open document = open.get(stream);
        if (document == null) {
            throw new IllegalStateException("an event of " + stream + " is not between its opening and its closing");
        }
        return document;
    }

    private void close(Open document, LocalDateTime at) {
        countries.merge(document.opening().country(), document.total(), BigDecimal::add);
        months.merge(YearMonth.from(at).toString(), document.total(), BigDecimal::add);
        String customer = document.opening().customerId();
        if (customer != null) {
            customers.merge(customer, document.total(), BigDecimal::add);
        }
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

    /** The net total of each country. */
    Map<String, BigDecimal> countries() {
        return Collections.unmodifiableMap(countries);
    }

    /** The net total of each product, by its stock code. */
    Map<String, BigDecimal> products() {
        return Collections.unmodifiableMap(products);
    }

    /** The net total of each month in which documents were closed, such as 2010-12. */
    Map<String, BigDecimal> months() {
        return Collections.unmodifiableMap(months);
    }

    /** The net total of each customer. */
    Map<String, BigDecimal> customers() {
        return Collections.unmodifiableMap(customers);
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

    private record Open(Opening opening, BigDecimal total) {
        Open plus(Line line) {
            return new Open(opening, total.add(line.amount()));
        }
    }
}
