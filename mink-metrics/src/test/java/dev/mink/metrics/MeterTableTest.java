package dev.mink.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.metrics.MeterInfo.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The table of docs/metrics.md is that of the code. Run with {@code -Dmink.docs.update=true} to write it into the page
 * instead.
 */
final class MeterTableTest {

    private static final String BEGIN = "<!-- meters -->\n";
    private static final String END = "<!-- end of meters -->";

    @Test
    void the_table_of_the_page_is_that_of_the_code() throws IOException {
        Path page = page();
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        if (Boolean.getBoolean("mink.docs.update")) {
            text = text.substring(0, begin) + table() + text.substring(end);
            Files.writeString(page, text);
            end = text.indexOf(END);
        }

        assertThat(text.substring(begin, end))
                .as("run this test with -Dmink.docs.update=true to write the table into the page")
                .isEqualTo(table());
    }

    @Test
    void no_two_meters_have_a_name() {
        assertThat(MinkMetrics.meters()).extracting(MeterInfo::name).doesNotHaveDuplicates();
    }

    private static Path page() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("mvnw"))) {
            directory = directory.getParent();
        }
        return directory.resolve("docs/metrics.md");
    }

    private static String table() {
        return MinkMetrics.meters().stream()
                .map(MeterTableTest::row)
                .collect(Collectors.joining("", "| meter | kind | tags | | series |\n|---|---|---|---|---|\n", ""));
    }

    private static String row(MeterInfo meter) {
        String kind =
                meter.kind().name().toLowerCase(Locale.ROOT) + (meter.unit().isEmpty() ? "" : ", " + meter.unit());
        String series = meter.maxSeries() == 0 ? "" : String.format(Locale.ROOT, "%,d", meter.maxSeries());
        List<String> cells = List.of("`" + meter.name() + "`", kind, tags(meter.tags()), meter.meaning(), series);
        return cells.stream()
                .map(cell -> cell.isEmpty() ? " " : " " + cell + " ")
                .collect(Collectors.joining("|", "|", "|\n"));
    }

    private static String tags(List<Tag> tags) {
        return tags.stream()
                .map(tag -> "`" + tag.key() + "`"
                        + (tag.values().isEmpty() ? "" : ": " + String.join(" \\| ", tag.values())))
                .collect(Collectors.joining("; "));
    }
}
