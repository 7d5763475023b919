package dev.mink.examples.retail;

import dev.mink.examples.retail.Views.CountrySales;
import dev.mink.examples.retail.Views.CustomerSales;
import dev.mink.examples.retail.Views.ProductSales;
import dev.mink.examples.retail.Views.Sales;
import dev.mink.projection.View;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Compares what the views say with what the events come to, figure by figure and to the last digit. */
final class Comparison {
    private Comparison() {}

    /**
     * @throws Discrepancy if they differ
     */
    static void check(Figures figures, Books books) {
        same("orders", figures.orders(), books.documents(Order.TYPE.category()));
        same("credit notes", figures.creditNotes(), books.documents(CreditNote.TYPE.category()));
        same("adjustments", figures.adjustments(), books.documents(BadDebtAdjustment.TYPE.category()));
        same("lines", figures.lines(), books.lines());
        same(Views.COUNTRIES, figures.countries(), CountrySales::country, books.countries());
        same(Views.PRODUCTS, figures.products(), ProductSales::sku, books.products());
        same(Views.MONTHS, figures.months(), month -> month.month().toString(), books.months());
        same(Views.CUSTOMERS, figures.customers(), CustomerSales::customerId, books.customers());
    }

    private static void same(String what, long kept, long folded) {
        if (kept != folded) {
            throw new Discrepancy(Views.COUNTRIES, what, kept, folded);
        }
    }

    private static <S extends Sales> void same(
            View<S> view, List<S> documents, Function<S, String> key, Map<String, BigDecimal> totals) {
        Map<String, BigDecimal> missing = new HashMap<>(totals);
        for (S document : documents) {
            String of = key.apply(document);
            BigDecimal folded = missing.remove(of);
            if (folded == null || document.total().compareTo(folded) != 0) {
                throw new Discrepancy(view, of, document.total(), folded);
            }
        }
        missing.forEach((of, folded) -> {
            throw new Discrepancy(view, of, null, folded);
        });
    }
}
