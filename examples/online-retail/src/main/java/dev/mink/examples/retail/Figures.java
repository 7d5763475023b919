package dev.mink.examples.retail;

import dev.mink.Mink;
import dev.mink.examples.retail.Views.CountrySales;
import dev.mink.examples.retail.Views.CustomerSales;
import dev.mink.examples.retail.Views.MonthSales;
import dev.mink.examples.retail.Views.ProductSales;
import dev.mink.projection.ViewQuery;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What the views say: everything but the months has the greatest net total first.
 *
 * @param months in their order
 */
record Figures(
        List<CountrySales> countries,
        List<ProductSales> products,
        List<MonthSales> months,
        List<CustomerSales> customers) {
    static final ViewQuery GREATEST_FIRST = ViewQuery.all().orderByDescending("total");

    static Figures of(Mink<?> mink) {
        return new Figures(
                mink.repository(Views.COUNTRIES).find(GREATEST_FIRST),
                mink.repository(Views.PRODUCTS).find(GREATEST_FIRST),
                mink.repository(Views.MONTHS).find(ViewQuery.all()),
                mink.repository(Views.CUSTOMERS).find(GREATEST_FIRST));
    }

    long orders() {
        return sum(CountrySales::orders);
    }

    long creditNotes() {
        return sum(CountrySales::creditNotes);
    }

    long adjustments() {
        return sum(CountrySales::adjustments);
    }

    long lines() {
        return sum(CountrySales::lines);
    }

    private long sum(ToLongFunction<CountrySales> figure) {
        return countries.stream().mapToLong(figure).sum();
    }

    BigDecimal netTotal() {
        return countries.stream().map(CountrySales::total).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
