package dev.mink.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchmarksTest {

    private static final List<String> COMPARISONS = List.of(
            "single append 1",
            "single append 8",
            "single append 32",
            "batch of 100 1",
            "batch of 100 8",
            "load 1,000 events 1",
            "snapshots, load 1",
            "snapshots, load from the cache 1",
            "snapshots, load without any 1",
            "replay 1",
            "replay with metadata 1",
            "commands 1",
            "commands 8",
            "commands in memory 1",
            "watched, single append 1",
            "watched, command in memory 1",
            "in memory, single append 1",
            "in memory, single append 8",
            "in memory, load 1,000 events 1",
            "safe position, 16 writers 1",
            "safe position, 16 writers not grouped 1",
            "delivery to another process 1",
            "views, 25,000 keys 1");

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        server = Server.start(null);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void json_has_every_comparison_and_nothing_else_is_printed() throws Exception {
        JsonNode report = JsonMapper.shared().readTree(print("", true));

        assertThat(report.get("server").asString()).contains("fsync=on, synchronous_commit=on");
        JsonNode comparisons = report.get("comparisons");
        assertThat(StreamSupport.stream(comparisons.spliterator(), false)
                        .map(each -> each.get("name").asString() + " "
                                + each.get("threads").asInt()))
                .containsExactlyElementsOf(COMPARISONS);
        for (JsonNode comparison : comparisons) {
            for (JsonNode result : comparison.get("results")) {
                assertThat(result.get("rate").asDouble()).isPositive();
                assertThat(result.get("rounds")).hasSize(1);
                assertThat(result.get("p99Millis").asDouble())
                        .isGreaterThanOrEqualTo(result.get("p50Millis").asDouble())
                        .isPositive();
            }
        }
    }

    @Test
    void the_table_fits_80_columns_and_compares_with_everyone() throws Exception {
        String table = print("batch", false);

        assertThat(table.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(table).contains("per s  xhand  xsame  xaxon  p50 ms  p99 ms", "batch of 100, 8 threads");
        assertThat(table.lines().filter(line -> line.startsWith("  mink ")))
                .hasSize(2)
                .allMatch(line -> line.matches("  mink +[\\d,]+ +\\d+\\.\\d\\d +\\d+\\.\\d\\d +\\d+\\.\\d\\d .*"));
        assertThat(table).doesNotContain("single append");
    }

    /** What a run of a blink prints. */
    private static String print(String only, boolean json) throws Exception {
        Options options = new Options(1, 0, 0.005, 2_000, only, json);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            Benchmarks.run(server, options, out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void options_are_read() {
        Options options = Options.parse("--quick", "--rounds", "5", "--seconds", "0.1", "--only", "Append", "--json");

        assertThat(options).isEqualTo(new Options(5, 1, 0.1, 20_000, "append", true));
    }

    @Test
    void wrong_options_are_refused_with_their_value() {
        assertThatThrownBy(() -> Options.parse("--fast")).hasMessage("unknown option --fast");
        assertThatThrownBy(() -> Options.parse("--rounds")).hasMessage("a value is missing after --rounds");
        assertThatThrownBy(() -> Options.parse("--rounds", "1.5")).hasMessageContaining("--rounds 1.5");
        assertThatThrownBy(() -> Options.parse("--seconds", "soon")).hasMessageContaining("--seconds soon");
        assertThatThrownBy(() -> Options.parse("--seconds", "0")).hasMessageContaining("--seconds 0");
    }

    @Test
    void both_forms_of_a_database_url_are_understood() {
        assertThat(Server.jdbc("jdbc:postgresql://h/d?user=u")).isEqualTo("jdbc:postgresql://h/d?user=u");
        assertThat(Server.jdbc("postgres://u:p%40ss@h:5433/d?sslmode=require"))
                .isEqualTo("jdbc:postgresql://h:5433/d?user=u&password=p%40ss&sslmode=require");
        assertThatThrownBy(() -> Server.jdbc("mysql://h/d")).hasMessageContaining("DATABASE_URL");
    }

    @Test
    void the_median_of_an_even_number_of_rounds_is_in_the_middle_of_two() {
        List<Harness.Round> rounds = List.of(round(10), round(30), round(20), round(1_000));
        Variant variant = new Variant("v", Contender.Role.MINK, thread -> () -> 1);

        assertThat(Comparison.Result.of(variant, rounds).rate()).isEqualTo(25);
    }

    private static Harness.Round round(double rate) {
        Latencies latencies = new Latencies();
        latencies.add(1);
        return new Harness.Round(rate, Double.NaN, Double.NaN, List.of(latencies));
    }
}
