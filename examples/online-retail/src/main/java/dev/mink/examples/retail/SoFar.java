package dev.mink.examples.retail;

import dev.mink.Mink;
import dev.mink.examples.retail.Views.CountrySales;
import dev.mink.examples.retail.Views.CustomerSales;
import dev.mink.examples.retail.Views.ProductSales;
import dev.mink.examples.retail.Views.Sales;
import dev.mink.projection.View;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What the views say while they are filled, in one line. */
final class SoFar {
    private static final int WIDTH = 79;

    private final Mink<?> mink;

    SoFar(Mink<?> mink) {
        this.mink = mink;
    }

    /** Asks for the line without waiting for it, so that nobody waits for the database. */
    CompletableFuture<String> ask() {
        return CompletableFuture.supplyAsync(this::line);
    }

    /**
     * The net total, and which country, month, customer and product have the greatest share in it; at most 79
     * characters, empty if there is nothing yet.
     */
    String line() {
        List<CountrySales> countries = mink.repository(Views.COUNTRIES).find(Figures.GREATEST_FIRST);
        if (countries.isEmpty()) {
            return "";
        }
        BigDecimal total = countries.stream().map(CountrySales::total).reduce(BigDecimal.ZERO, BigDecimal::add);
        String line = String.format(
                Locale.ENGLISH,
                "so far %,.2f GBP; most in %s, %s, by %s, of %s",
                total,
                countries.get(0).country(),
                best(Views.MONTHS, month -> month.month().toString()),
                best(Views.CUSTOMERS, CustomerSales::customerId),
                best(Views.PRODUCTS, ProductSales::sku));
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH).stripTrailing();
    }

    private <S extends Sales> String best(View<S> view, Function<S, String> name) {
        List<S> best = mink.repository(view).find(Figures.GREATEST_FIRST.limit(1));
        return best.isEmpty() ? "-" : name.apply(best.get(0));
    }
}
