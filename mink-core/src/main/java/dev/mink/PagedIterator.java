package dev.mink;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The elements of all pages of a long read. A page is fetched when the one before has been consumed, by
 * a query that continues behind its last element, so nothing is held open between pages.
 *
 * @param <Q> the queries
 * @param <X> the elements
 */
final class PagedIterator<Q, X> implements Iterator<X> {

    private final Function<Q, Page<Q, X>> fetch;
    private @Nullable Q next;
    private Iterator<X> page = List.<X>of().iterator();

    PagedIterator(@Nullable Q first, Function<Q, Page<Q, X>> fetch) {
        this.next = first;
        this.fetch = fetch;
    }

    /** The elements of a page that has been fetched, and those behind it. */
    static <Q, X> PagedIterator<Q, X> from(Page<Q, X> first, Function<Q, Page<Q, X>> fetch) {
        PagedIterator<Q, X> elements = new PagedIterator<>(first.next(), fetch);
        elements.page = first.elements().iterator();
        return elements;
    }

    @Override
    public boolean hasNext() {
        while (!page.hasNext()) {
            Q query = next;
            if (query == null) {
                return false;
            }
            Page<Q, X> fetched = fetch.apply(query);
            page = fetched.elements().iterator();
            next = fetched.next();
        }
        return true;
    }

    @Override
    public X next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the read is at its end");
        }
        return page.next();
    }

    /**
     * Some elements, and the query for those behind them, or null at the end.
     *
     * @param <Q> the queries
     * @param <X> the elements
     */
    record Page<Q, X>(List<X> elements, @Nullable Q next) {}
}
