package dev.mink.examples.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** observability/alerts.yml, as far as that can be told without Prometheus; promtool runs alerts_test.yml. */
final class AlertsTest {
    private static final Pattern LABEL = Pattern.compile("\\$labels\\.(\\w+)");
    private static final List<String> SECTIONS =
            List.of("What it means for users", "Confirm", "Do", "It is over when", "Do not");

    static List<Alert> alerts() throws IOException {
        return Alert.all();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void an_alert_asks_only_for_series_that_exist(Alert alert) {
        assertThat(new MeterTable().problems(alert.expression())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void an_alert_says_how_bad_it_is_and_names_only_labels_that_it_has(Alert alert) {
        assertThat(alert.labels()).containsKey("severity");
        assertThat(alert.labels().get("severity")).isIn("critical", "warning");
        String summary = alert.annotations().get("summary");
        assertThat(summary).isNotBlank();
        Matcher label = LABEL.matcher(summary);
        while (label.find()) {
            assertThat(PromQl.of(alert.expression()).grouping()).contains(label.group(1));
        }
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void a_runbook_says_what_to_do(Alert alert) throws IOException {
        String runbook = Sources.text(alert.annotations().get("runbook"));

        assertThat(runbook)
                .containsPattern("`" + alert.name() + "`, " + alert.labels().get("severity") + "\\b");
        assertThat(runbook.lines().filter(line -> line.startsWith("## ")).map(line -> line.substring(3)))
                .containsExactlyElementsOf(SECTIONS);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void an_alert_is_tested_both_firing_and_quiet(Alert alert) throws IOException {
        List<Boolean> firing = expectations()
                .filter(each -> alert.name().equals(each.get("alertname")))
                .map(each -> each.containsKey("exp_alerts"))
                .toList();

        assertThat(firing).contains(true, false);
    }

    @SuppressWarnings("unchecked") // as the format of promtool has it
    private static Stream<Map<String, Object>> expectations() throws IOException {
        Map<String, List<Map<String, Object>>> file = new Yaml().load(Sources.text("observability/alerts_test.yml"));
        return file.get("tests").stream()
                .flatMap(test -> ((List<Map<String, Object>>) test.get("alert_rule_test")).stream());
    }

    @Test
    void the_page_for_operators_lists_all_alerts_with_their_runbooks() throws IOException {
        String page = Sources.text("docs/operations.md");

        Set<String> rows = new TreeSet<>();
        for (Alert alert : Alert.all()) {
            String row = "| [`" + alert.name() + "`](../" + alert.annotations().get("runbook") + ") | "
                    + alert.labels().get("severity") + " |";
            rows.add(row);
            assertThat(page).contains(row);
        }
        assertThat(page.lines().filter(line -> line.startsWith("| [`Mink"))).hasSameSizeAs(rows);
    }
}
