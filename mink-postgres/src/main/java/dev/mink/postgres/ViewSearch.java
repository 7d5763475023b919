package dev.mink.postgres;

import dev.mink.spi.DocumentQuery;
import dev.mink.spi.DocumentQuery.Place;
import dev.mink.spi.FieldOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query for documents as SQL. What is behind a place in the order is written as one or two ranges of the index of the
 * first order, each read in its order and to the limit only.
 *
 * @param table where
 * @param query for what
 */
record ViewSearch(ViewTable table, DocumentQuery query) {

    ViewSql sql() {
        Place after = query.after();
        if (after == null) {
            return branch(ViewTable.COLUMNS, null).add(" offset ?", query.offset());
        }
        List<ViewSql> ranges = ranges(after);
        if (ranges.size() == 1) {
            return branch(ViewTable.COLUMNS, ranges.get(0));
        }
        return new ViewSql()
                .add("select " + ViewTable.COLUMNS + " from ((")
                .add(branch("*", ranges.get(0)))
                .add(") union all (")
                .add(branch("*", ranges.get(1)))
                .add(")) ranges" + order() + " limit ?", query.limit());
    }

    private ViewSql branch(String columns, @Nullable ViewSql range) {
        ViewSql sql = new ViewSql().add("select " + columns + " from " + table.name());
        String with = " where ";
        if (query.condition() != null) {
            sql.add(with).add(ViewConditions.sql(query.condition()));
            with = " and ";
        }
        if (range != null) {
            sql.add(with).add(range);
        }
        return sql.add(order() + " limit ?", query.limit());
    }

    private String order() {
        StringBuilder sql = new StringBuilder(" order by ");
        for (FieldOrder by : query.orders()) {
            sql.append(ViewTable.column(by.field())).append(by.descending() ? " desc, " : ", ");
        }
        return sql.append("key").append(query.keysDescend() ? " desc" : "").toString();
    }

    /** What is behind a place: no value is greater than any. */
    private List<ViewSql> ranges(Place place) {
        if (query.orders().isEmpty()) {
            return List.of(new ViewSql().add("key > ?", place.key()));
        }
        FieldOrder first = query.orders().get(0);
        Object value = place.values().get(0);
        String column = ViewTable.column(first.field());
        List<ViewSql> ranges = new ArrayList<>();
        if (value == null) {
            ranges.add(new ViewSql().add(column + " is null and ").add(behind(place, 1)));
            if (first.descending()) {
                ranges.add(new ViewSql().add(column + " is not null"));
            }
            return ranges;
        }
        String beyond = first.descending() ? " < " : " > ";
        if (query.orders().size() == 1) {
            ranges.add(new ViewSql().add("(" + column + ", key)" + beyond + "(?, ?)", value, place.key()));
        } else {
            ranges.add(new ViewSql()
                    .add(column + beyond.stripTrailing() + "= ? and ", value)
                    .add(behind(place, 0)));
        }
        if (!first.descending()) {
            ranges.add(new ViewSql().add(column + " is null"));
        }
        return ranges;
    }

    /** Behind a place by the orders from a certain one on, and by the key. */
    private ViewSql behind(Place place, int from) {
        if (from == query.orders().size()) {
            return new ViewSql().add("key" + (query.keysDescend() ? " < ?" : " > ?"), place.key());
        }
        FieldOrder by = query.orders().get(from);
        Object value = place.values().get(from);
        String column = ViewTable.column(by.field());
        ViewSql rest = behind(place, from + 1);
        if (value == null) {
            ViewSql equal = new ViewSql().add(column + " is null and ").add(rest);
            return by.descending()
                    ? new ViewSql()
                            .add("(" + column + " is not null or (")
                            .add(equal)
                            .add("))")
                    : equal;
        }
        ViewSql beyond = new ViewSql().add("(" + column + (by.descending() ? " < ?" : " > ?"), value);
        if (!by.descending()) {
            beyond.add(" or " + column + " is null");
        }
        return beyond.add(" or (" + column + " = ? and ", value).add(rest).add("))");
    }
}
