package dev.mink.examples.retail;

import dev.mink.projection.View;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;

/** What the shop wants to know of its sales, kept up to date from the events. */
final class Views {
    static final View<CountrySales> COUNTRIES = View.of("sales-per-country", CountrySales.class)
            .startWith(CountrySales::none)
            .on(Closing.class, Closing::country, CountrySales::plus)
            .field("total")
            .build();

    static final View<ProductSales> PRODUCTS = View.of("sales-per-product", ProductSales.class)
            .startWith(ProductSales::none)
            .on(Line.class, Line::sku, ProductSales::plus)
            .field("total")
            .build();

    static final View<MonthSales> MONTHS = View.of("sales-per-month", MonthSales.class)
            .startWith(MonthSales::none)
            .on(Closing.class, closing -> YearMonth.from(closing.at()).toString(), MonthSales::plus)
            .field("total")
            .build();

    /** Documents without a customer are in none. */
    static final View<CustomerSales> CUSTOMERS = View.of("sales-per-customer", CustomerSales.class)
            .startWith(CustomerSales::none)
            .onEach(Closing.class, Views::customer, CustomerSales::plus)
            .field("total")
            .build();

    private Views() {}

    private static List<String> customer(Closing closing) {
        String customer = closing.customerId();
        return customer == null ? List.of() : List.of(customer);
    }

    /** A document of a view; all of them are found by what they come to. */
    sealed interface Sales {
        /** The net total in GBP. */
        BigDecimal total();
    }

    record CountrySales(String country, long orders, long creditNotes, long adjustments, long lines, BigDecimal total)
            implements Sales {
        static CountrySales none(String country) {
            return new CountrySales(country, 0, 0, 0, 0, BigDecimal.ZERO);
        }

        CountrySales plus(Closing closing) {
            return new CountrySales(
                    country,
                    orders + (closing instanceof OrderEvent ? 1 : 0),
                    creditNotes + (closing instanceof CreditNoteEvent ? 1 : 0),
                    adjustments + (closing instanceof BadDebtEvent ? 1 : 0),
                    lines + closing.lines(),
                    total.add(closing.total()));
        }
    }

    /** The names of a product vary: it is the one in its greatest sale. */
    record ProductSales(String sku, String name, BigDecimal greatestSale, BigDecimal total) implements Sales {
        static ProductSales none(String sku) {
            return new ProductSales(sku, "", BigDecimal.ZERO, BigDecimal.ZERO);
        }

        ProductSales plus(Line line) {
            BigDecimal amount = line.amount();
            String description = line.description();
            BigDecimal sum = total.add(amount);
            return description != null && names(description, amount)
                    ? new ProductSales(sku, description, amount, sum)
                    : new ProductSales(sku, name, greatestSale, sum);
        }

        /** Between equal sales, the name decides, so that the order of events does not. */
        private boolean names(String description, BigDecimal amount) {
            int greater = amount.compareTo(greatestSale);
            return greater > 0 || (greater == 0 && description.compareTo(name) > 0);
        }
    }

    /** By when documents were closed. */
    record MonthSales(YearMonth month, long documents, BigDecimal total) implements Sales {
        static MonthSales none(String month) {
            return new MonthSales(YearMonth.parse(month), 0, BigDecimal.ZERO);
        }

        MonthSales plus(Closing closing) {
            return new MonthSales(month, documents + 1, total.add(closing.total()));
        }
    }

    record CustomerSales(String customerId, long documents, BigDecimal total) implements Sales {
        static CustomerSales none(String customerId) {
            return new CustomerSales(customerId, 0, BigDecimal.ZERO);
        }

        CustomerSales plus(Closing closing) {
            return new CustomerSales(customerId, documents + 1, total.add(closing.total()));
        }
    }
}
