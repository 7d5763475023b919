package dev.mink.examples.retail;

import static dev.mink.examples.retail.Data.row;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.Mink;
import dev.mink.examples.retail.Views.CountrySales;
import dev.mink.examples.retail.Views.CustomerSales;
import dev.mink.examples.retail.Views.MonthSales;
import dev.mink.examples.retail.Views.ProductSales;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ComparisonTest {
    private static final YearMonth DECEMBER = YearMonth.of(2010, 12);

    @TempDir
    Path directory;

    private final Mink<?> mink = Shop.inMemory();

    @BeforeEach
    void sell() throws Exception {
        Shop.imported(mink, Data.csv(directory, row("1")), directory.resolve("rejects.csv"));
    }

    @Test
    void figures_are_equal_whatever_their_scale() {
        assertThatNoException()
                .isThrownBy(() -> compare(country(1, 0, 0, 1, "15.300"), product("15.3"), month("15.3")));
    }

    @Test
    void every_count_and_every_total_is_compared() {
        assertDiffer(country(2, 0, 0, 1, "15.30"), product("15.30"), month("15.30"), "has 2 for orders", "to 1");
        assertDiffer(country(1, 1, 0, 1, "15.30"), product("15.30"), month("15.30"), "has 1 for credit notes", "to 0");
        assertDiffer(country(1, 0, 1, 1, "15.30"), product("15.30"), month("15.30"), "has 1 for adjustments", "to 0");
        assertDiffer(country(1, 0, 0, 2, "15.30"), product("15.30"), month("15.30"), "has 2 for lines", "to 1");
        assertDiffer(
                country(1, 0, 0, 1, "15.31"),
                product("15.30"),
                month("15.30"),
                "sales-per-country has 15.31 for United Kingdom",
                "to 15.30");
        assertDiffer(
                country(1, 0, 0, 1, "15.30"),
                product("15.29"),
                month("15.30"),
                "sales-per-product has 15.29 for 85123A",
                "to 15.30");
        assertDiffer(
                country(1, 0, 0, 1, "15.30"),
                product("15.30"),
                month("0"),
                "sales-per-month has 0 for 2010-12",
                "to 15.30");
    }

    @Test
    void nothing_may_be_missing_or_too_much() {
        assertThatThrownBy(() -> compare(List.of()))
                .hasMessageContaining("sales-per-customer has nothing for 17850, but the events come to 15.30: import");
        assertThatThrownBy(() -> compare(List.of(customer("17850"), customer("17851"))))
                .hasMessageContaining("sales-per-customer has 15.30 for 17851, but the events come to nothing: import");
    }

    private void assertDiffer(
            CountrySales country, ProductSales product, MonthSales month, String kept, String folded) {
        assertThatThrownBy(() -> compare(country, product, month))
                .isInstanceOf(Discrepancy.class)
                .hasMessageContaining(kept + ", but the events come " + folded + ": import the data anew");
    }

    private void compare(CountrySales country, ProductSales product, MonthSales month) {
        compare(new Figures(List.of(country), List.of(product), List.of(month), List.of(customer("17850"))));
    }

    private void compare(List<CustomerSales> customers) {
        compare(new Figures(
                List.of(country(1, 0, 0, 1, "15.30")), List.of(product("15.30")), List.of(month("15.30")), customers));
    }

    private void compare(Figures figures) {
        Comparison.check(figures, Books.of(mink.store()));
    }

    private static CountrySales country(long orders, long creditNotes, long adjustments, long lines, String total) {
        return new CountrySales("United Kingdom", orders, creditNotes, adjustments, lines, new BigDecimal(total));
    }

    private static ProductSales product(String total) {
        return new ProductSales("85123A", "WHITE HEART", new BigDecimal("15.30"), new BigDecimal(total));
    }

    private static MonthSales month(String total) {
        return new MonthSales(DECEMBER, 1, new BigDecimal(total));
    }

    private static CustomerSales customer(String id) {
        return new CustomerSales(id, 1, new BigDecimal("15.30"));
    }
}
