package dev.mink.examples.retail;

import static dev.mink.examples.retail.Data.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.Mink;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextReportTest {
    @TempDir
    Path directory;

    @Test
    void the_sample_fits_into_80_columns() throws Exception {
        Mink<?> mink = Shop.inMemory();
        Shop.imported(mink, null, directory.resolve("rejects.csv"));

        String report = report(mink, 3);

        assertThat(report.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(report)
                .contains("1 December 2010 to 2 December 2010")
                .containsPattern("Orders +281 +Lines +5,217\n")
                .containsPattern("Credit notes +29 +sold +5,135\n")
                .containsPattern("Bad-debt adjustments +0 +credited +70\n")
                .containsPattern("Rows rejected +3 +adjusted +0\n")
                .containsPattern("without a price +10\n")
                .containsPattern("written off +2\n")
                .containsPattern("questioned +0\n")
                .containsPattern("1  United Kingdom +100,669.08 GBP\n")
                .containsPattern("5  Australia +358.25 GBP\n")
                .doesNotContain("Germany")
                .containsPattern("1  REGENCY CAKESTAND 3 TIER +22423 +3,492.84 GBP\n")
                .containsPattern("1  15061 +6 documents +9,407.34 GBP\n")
                .containsPattern("5  16210 +1 document +2,474.74 GBP\n")
                .containsPattern("   December 2010 +310 documents +104,842.84 GBP\n")
                .containsPattern("Net total +104,842.84 GBP");
    }

    @Test
    void long_names_are_cut() throws Exception {
        Mink<?> mink = Shop.inMemory();
        String row = row("1").replace("85123A", "gift_0001_20_and_more").replace("WHITE HEART", "W".repeat(80));
        Shop.imported(mink, Data.csv(directory, row), directory.resolve("rejects.csv"));

        String report = report(mink, 0);

        assertThat(report.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(report).contains("1  " + "W".repeat(38) + " gift_0001_20_an ");
    }

    @Test
    void a_shop_without_orders_has_a_report_too() {
        assertThat(report(Shop.inMemory(), 0)).contains("no documents").containsPattern("Net total +0.00 GBP");
    }

    @Test
    void fractions_of_a_penny_are_shown_in_the_total() throws Exception {
        Mink<?> mink = Shop.inMemory();
        Shop.imported(mink, Data.csv(directory, row("1").replace("2.55", "0.001")), directory.resolve("rejects.csv"));

        assertThat(report(mink, 0)).containsPattern("Net total +0.006 GBP");
    }

    private static String report(Mink<?> mink, long rejected) {
        return TextReport.of(Shop.figures(mink), Books.of(mink.store()), rejected);
    }
}
