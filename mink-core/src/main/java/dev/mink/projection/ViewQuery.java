package dev.mink.projection;

import dev.mink.spi.FieldOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which documents of a view to find, in which order, and how many of them. Immutable.
 *
 * <pre>{@code
 * ViewQuery.where(field("country").ne("United Kingdom")).orderByDescending("total").limit(10)
 * }</pre>
 *
 * @param condition which documents; null for all
 * @param orders in which order; where it leaves documents equal, their keys decide
 * @param after only documents behind this place, as a {@link ViewPage} names it; null for all
 * @param offset how many to leave out at the beginning, from 0
 * @param limit at most so many, from 1
 */
public record ViewQuery(
        @Nullable Condition condition,
        List<FieldOrder> orders,
        @Nullable String after,
        long offset,
        int limit) {

    private static final ViewQuery ALL = new ViewQuery(null, List.of(), null, 0, Integer.MAX_VALUE);

    /**
     * @throws IllegalArgumentException if the offset is negative or set together with a place, the limit less than 1,
     *     or a field is given twice in the order
     */
    public ViewQuery {
        orders = List.copyOf(orders);
        if (offset < 0 || limit < 1) {
            throw new IllegalArgumentException("a view query with the offset " + offset + " and the limit " + limit
                    + ": the offset must not be negative, and the limit at least 1");
        }
        if (after != null && offset > 0) {
            throw new IllegalArgumentException("a view query goes on behind a place, or leaves out " + offset
                    + " documents at the beginning: choose one");
        }
        if (orders.stream().map(FieldOrder::field).distinct().count() < orders.size()) {
            throw new IllegalArgumentException("a view query is ordered twice by the same field: " + orders);
        }
    }

    /** All documents, in the order of their keys. */
    public static ViewQuery all() {
        return ALL;
    }

    /** The documents that meet a condition, in the order of their keys. */
    public static ViewQuery where(Condition condition) {
        Objects.requireNonNull(condition, "condition");
        return new ViewQuery(condition, List.of(), null, 0, Integer.MAX_VALUE);
    }

    /**
     * Ordered by a field, the least first and documents without a value last; behind the orders given before, which go
     * first.
     */
    public ViewQuery orderBy(String field) {
        return with(new FieldOrder(field, false));
    }

    /** Ordered by a field the other way round: documents without a value first, then the greatest. */
    public ViewQuery orderByDescending(String field) {
        return with(new FieldOrder(field, true));
    }

    private ViewQuery with(FieldOrder order) {
        List<FieldOrder> more = new ArrayList<>(orders);
        more.add(order);
        return new ViewQuery(condition, more, after, offset, limit);
    }

    /**
     * Only documents behind a place, which costs the same however far it is from the beginning.
     *
     * @param place the {@link ViewPage#next} of a page of the same query; null to begin at the beginning
     */
    public ViewQuery after(@Nullable String place) {
        return new ViewQuery(condition, orders, place, offset, limit);
    }

    /** Without the first documents; they are counted each time, so for many prefer {@link #after}. */
    public ViewQuery offset(long documents) {
        return new ViewQuery(condition, orders, after, documents, limit);
    }

    /** At most so many documents. */
    public ViewQuery limit(int documents) {
        return new ViewQuery(condition, orders, after, offset, documents);
    }
}
