package dev.mink.examples.retail;

import dev.mink.examples.retail.BadDebtEvent.DebtAdjusted;
import dev.mink.examples.retail.CreditNoteEvent.LineCredited;
import dev.mink.examples.retail.OrderEvent.LineAdded;
import dev.mink.examples.retail.OrderEvent.StockWrittenOff;
import dev.mink.examples.retail.OrderEvent.UnpricedLineAdded;
import dev.mink.examples.retail.Views.CountrySales;
import dev.mink.examples.retail.Views.CustomerSales;
import dev.mink.examples.retail.Views.ProductSales;
import dev.mink.examples.retail.Views.Sales;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The report for people, at most 80 columns wide. */
final class TextReport {
    private static final int BEST = 5;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);

    private final StringBuilder text = new StringBuilder();

    private TextReport() {}

    static String of(Figures figures, Books books, long rejected) {
        TextReport report = new TextReport();
        report.title(books);
        report.counts(figures, books, rejected);
        report.totals(figures);
        return report.text.toString();
    }

    private void title(Books books) {
        TemporalAccessor first = books.first();
        TemporalAccessor last = books.last();
        String days = first == null || last == null ? "no documents" : DAY.format(first) + " to " + DAY.format(last);
        line("%n%-40s%40s", "Online Retail", days);
        line("%s", "-".repeat(80));
    }

    private void counts(Figures figures, Books books, long rejected) {
        counts("Orders", figures.orders(), "Lines", figures.lines());
        counts("Credit notes", figures.creditNotes(), "  sold", books.lines(LineAdded.class));
        counts("Bad-debt adjustments", figures.adjustments(), "  credited", books.lines(LineCredited.class));
        counts("Rows rejected", rejected, "  adjusted", books.lines(DebtAdjusted.class));
        counts("", -1, "  without a price", books.lines(UnpricedLineAdded.class));
        counts("", -1, "  written off", books.lines(StockWrittenOff.class));
        counts("", -1, "  questioned", books.lines(LineQuestioned.class));
    }

    private void counts(String left, long leftCount, String right, long rightCount) {
        String shown = leftCount < 0 ? "" : String.format(Locale.ENGLISH, "%,d", leftCount);
        line("%-24s%12s        %-24s%,12d", left, shown, right, rightCount);
    }

    private void totals(Figures figures) {
        heading("Best countries");
        best(figures.countries(), CountrySales::country, country -> "");
        heading("Best products");
        best(figures.products(), ProductSales::name, ProductSales::sku);
        heading("Best customers");
        best(figures.customers(), CustomerSales::customerId, customer -> documents(customer.documents()));
        heading("Months");
        figures.months().forEach(month -> amount("", MONTH.format(month.month()), documents(month.documents()), month));
        line("%n%-60s%16s GBP", "Net total", exact(figures.netTotal()));
    }

    private <S extends Sales> void best(List<S> sales, Function<S, String> name, Function<S, String> remark) {
        for (int i = 0; i < Math.min(BEST, sales.size()); i++) {
            S each = sales.get(i);
            amount(Integer.toString(i + 1), name.apply(each), remark.apply(each), each);
        }
    }

    private static String documents(long count) {
        return String.format(Locale.ENGLISH, "%,d document%s", count, count == 1 ? "" : "s");
    }

    private void heading(String title) {
        line("%n%-60s%20s", title, "net total");
    }

    private void amount(String rank, String name, String remark, Sales sales) {
        BigDecimal pence = sales.total().setScale(2, RoundingMode.HALF_UP);
        line("%3s  %-39.38s%-16.15s%,16.2f GBP", rank, name, remark, pence);
    }

    /** All digits that there are, at least two behind the point. */
    private static String exact(BigDecimal amount) {
        int scale = Math.max(amount.stripTrailingZeros().scale(), 2);
        return String.format(Locale.ENGLISH, "%,." + scale + "f", amount);
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ENGLISH, format, arguments).stripTrailing())
                .append(System.lineSeparator());
    }
}
