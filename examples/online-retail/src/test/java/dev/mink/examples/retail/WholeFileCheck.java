package dev.mink.examples.retail;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Needs the whole file, which is not in the repository, and so is run by name only. */
final class WholeFileCheck {
    private static final int KILLS = 6;

    @TempDir
    Path directory;

    @Test
    void the_year_comes_to_the_last_digit_even_when_killed() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String data = Objects.requireNonNull(System.getProperty("retail.data"), "give -Dretail.data=FILE");
        String[] arguments = {"--data", data, "--data-dir", directory.toString(), "--json"};
        for (int i = 0; i < KILLS; i++) {
            try (ImportProcess process = ImportProcess.start(directory, null, arguments)) {
                process.ends(random.nextInt(6_000));
                process.kill();
            }
        }

        JsonNode report;
        try (ImportProcess process = ImportProcess.start(directory, null, arguments)) {
            report = JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build()
                    .readTree(process.output());
        }

        assertThat(report).as("seed %d", seed).isNotNull();
        assertThat(report.get("orders").longValue()).isEqualTo(22_061);
        assertThat(report.get("creditNotes").longValue()).isEqualTo(3_836);
        assertThat(report.get("adjustments").longValue()).isEqualTo(3);
        assertThat(report.get("lines").longValue()).isEqualTo(541_909);
        assertThat(report.get("rejected").longValue()).isZero();
        assertThat(report.get("netTotal").decimalValue()).isEqualTo(new BigDecimal("9747747.934"));
        assertThat(report.get("countries").size()).isEqualTo(38);
        assertThat(report.get("countries").get("United Kingdom").decimalValue()).isEqualTo("8187806.364");
        assertThat(report.get("countries").get("Saudi Arabia").decimalValue()).isEqualTo("131.17");
    }
}
