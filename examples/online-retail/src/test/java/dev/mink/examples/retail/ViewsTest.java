package dev.mink.examples.retail;

import static dev.mink.examples.retail.Data.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.Mink;
import dev.mink.examples.retail.OrderEvent.LineAdded;
import dev.mink.examples.retail.OrderEvent.UnpricedLineAdded;
import dev.mink.examples.retail.Views.CountrySales;
import dev.mink.examples.retail.Views.CustomerSales;
import dev.mink.examples.retail.Views.MonthSales;
import dev.mink.examples.retail.Views.ProductSales;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ViewsTest {
    @TempDir
    Path directory;

    private final Mink<?> mink = Shop.inMemory();

    @Test
    void documents_add_to_their_country_product_month_and_customer() throws Exception {
        Figures figures = figures(
                row("1"),
                row("1"),
                row("C2").replace(",6,", ",-2,"),
                row("A3").replace(",6,", ",1,"),
                row("4").replace("2010-12-01", "2011-01-31").replace("United Kingdom", "France"));

        assertThat(figures.countries())
                .containsExactly(
                        new CountrySales("United Kingdom", 1, 1, 1, 4, new BigDecimal("28.05")),
                        new CountrySales("France", 1, 0, 0, 1, new BigDecimal("15.30")));
        assertThat(figures.products())
                .containsExactly(
                        new ProductSales("85123A", "WHITE HEART", new BigDecimal("15.30"), new BigDecimal("43.35")));
        assertThat(figures.months())
                .containsExactly(
                        new MonthSales(YearMonth.of(2010, 12), 3, new BigDecimal("28.05")),
                        new MonthSales(YearMonth.of(2011, 1), 1, new BigDecimal("15.30")));
        assertThat(figures.customers()).containsExactly(new CustomerSales("17850", 4, new BigDecimal("43.35")));
    }

    @Test
    void documents_without_a_customer_are_in_none() throws Exception {
        Figures figures = figures(row("1"), row("2").replace("17850.0", ""));

        assertThat(figures.customers()).containsExactly(new CustomerSales("17850", 1, new BigDecimal("15.30")));
    }

    @Test
    void a_product_is_called_as_in_its_greatest_sale() {
        ProductSales product = ProductSales.none("1")
                .plus(sale("LANTERN", "3.00"))
                .plus(new UnpricedLineAdded("1", "smashed", 7))
                .plus(sale("HEART", "5.00"))
                .plus(sale("HART", "5.00"))
                .plus(sale("WRONG", "4.00"));

        assertThat(product).isEqualTo(new ProductSales("1", "HEART", new BigDecimal("5.00"), new BigDecimal("17.00")));
    }

    @Test
    void what_it_comes_to_so_far_is_one_line() throws Exception {
        assertThat(new SoFar(mink).line()).isEmpty();
        Shop.imported(mink, null, directory.resolve("rejects.csv"));
        mink.projections().awaitCaughtUp(Duration.ofMinutes(1));

        assertThat(new SoFar(mink).line())
                .isEqualTo("so far 104,842.84 GBP; most in United Kingdom, 2010-12, by 15061, of 22423");
    }

    private Figures figures(String... rows) throws Exception {
        Shop.imported(mink, Data.csv(directory, rows), directory.resolve("rejects.csv"));
        return Shop.figures(mink);
    }

    private static LineAdded sale(String description, String price) {
        return new LineAdded("1", description, 1, new BigDecimal(price));
    }
}
