package dev.mink.examples.retail;

import dev.mink.examples.retail.BadDebtEvent.DebtAdjusted;
import dev.mink.examples.retail.CreditNoteEvent.LineCredited;
import dev.mink.examples.retail.OrderEvent.LineAdded;
import dev.mink.examples.retail.OrderEvent.StockWrittenOff;
import dev.mink.examples.retail.OrderEvent.UnpricedLineAdded;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Map;

/** The report for people, at most 80 columns wide. */
final class TextReport {
    private static final int BEST = 5;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    private final StringBuilder text = new StringBuilder();

    private TextReport() {}

    static String of(Books books, long rejected) {
        TextReport report = new TextReport();
        report.title(books);
        report.counts(books, rejected);
        report.totals(books);
        return report.text.toString();
    }

    private void title(Books books) {
        TemporalAccessor first = books.first();
        TemporalAccessor last = books.last();
        String days = first == null || last == null ? "no documents" : DAY.format(first) + " to " + DAY.format(last);
        line("%n%-40s%40s", "Online Retail", days);
        line("%s", "-".repeat(80));
    }

    private void counts(Books books, long rejected) {
        counts("Orders", books.documents(Order.TYPE.category()), "Lines", books.lines());
        counts("Credit notes", books.documents(CreditNote.TYPE.category()), "  sold", books.lines(LineAdded.class));
        counts(
                "Bad-debt adjustments",
                books.documents(BadDebtAdjustment.TYPE.category()),
                "  credited",
                books.lines(LineCredited.class));
        counts("Rows rejected", rejected, "  adjusted", books.lines(DebtAdjusted.class));
        counts("", -1, "  without a price", books.lines(UnpricedLineAdded.class));
        counts("", -1, "  written off", books.lines(StockWrittenOff.class));
        counts("", -1, "  questioned", books.lines(LineQuestioned.class));
    }

    private void counts(String left, long leftCount, String right, long rightCount) {
        String shown = leftCount < 0 ? "" : String.format(Locale.ENGLISH, "%,d", leftCount);
        line("%-24s%12s        %-24s%,12d", left, shown, right, rightCount);
    }

    private void totals(Books books) {
        heading("Best countries");
        int rank = 0;
        for (Map.Entry<String, BigDecimal> country : books.countries().entrySet()) {
            if (++rank > BEST) {
                break;
            }
            amount(rank, country.getKey(), "", country.getValue());
        }
        heading("Best products");
        rank = 0;
        for (Product product : books.products()) {
            if (++rank > BEST) {
                break;
            }
            amount(rank, product.name(), product.sku(), product.netTotal());
        }
        line("%n%-60s%16s GBP", "Net total", exact(books.netTotal()));
    }

    private void heading(String title) {
        line("%n%-60s%20s", title, "net total");
    }

    private void amount(int rank, String name, String sku, BigDecimal amount) {
        BigDecimal pence = amount.setScale(2, RoundingMode.HALF_UP);
        line("%3d  %-43.42s%-12.11s%,16.2f GBP", rank, name, sku, pence);
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
