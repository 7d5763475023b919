package dev.mink.spi;

import dev.mink.projection.Condition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which documents of a view to find. Its fields are declared, and its values of their types.
 *
 * @param condition which documents; null for all
 * @param orders in which order; where it leaves documents equal, their keys decide, in the code points' order, and
 *     descending if the last of these orders is
 * @param after only documents behind this place in the order; null for all
 * @param offset how many to leave out at the beginning, from 0
 * @param limit at most so many, from 1
 */
public record DocumentQuery(
        @Nullable Condition condition,
        List<FieldOrder> orders,
        @Nullable Place after,
        long offset,
        int limit) {

    /** Copies the list. */
    public DocumentQuery {
        orders = List.copyOf(orders);
    }

    /** Whether keys decide in descending order. */
    public boolean keysDescend() {
        return !orders.isEmpty() && orders.get(orders.size() - 1).descending();
    }

    /**
     * A place in the order of a query.
     *
     * @param values one for each order of the query
     * @param key of the document there, which need not exist any more
     */
    public record Place(List<@Nullable Object> values, String key) {

        /** Copies the list. */
        public Place {
            values = Collections.unmodifiableList(new ArrayList<>(values));
        }
    }
}
