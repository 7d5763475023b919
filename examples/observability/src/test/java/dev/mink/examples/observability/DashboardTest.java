package dev.mink.examples.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** observability/dashboard.json, as far as that can be told without Grafana. */
final class DashboardTest {
    private static final Pattern IN_BRACES = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");
    private static final Pattern RUNBOOK = Pattern.compile("Runbook: ([a-z-]+)\\.");

    static List<Panel> panels() throws IOException {
        return Panel.all();
    }

    @ParameterizedTest
    @MethodSource("panels")
    void a_panel_asks_only_for_series_that_exist(Panel panel) {
        MeterTable table = new MeterTable();

        assertThat(panel.queries()).isNotEmpty().allSatisfy(query -> {
            assertThat(table.problems(query.expression()))
                    .as(query.expression())
                    .isEmpty();
            assertThat(PromQl.of(query.expression()).grouping())
                    .as("labels of the legend are kept by " + query.expression())
                    .containsAll(names(IN_BRACES, query.legend()));
        });
    }

    @ParameterizedTest
    @MethodSource("panels")
    void a_panel_has_a_title_a_description_and_a_unit(Panel panel) {
        assertThat(panel.title()).isNotBlank();
        assertThat(panel.json().path("description").asString("")).endsWith(".");
        assertThat(panel.unit()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("panels")
    void a_panel_asks_the_chosen_data_source_for_the_chosen_applications(Panel panel) {
        assertThat(panel.json().at("/datasource/uid").asString("")).isEqualTo("${datasource}");
        assertThat(panel.queries())
                .allSatisfy(query -> assertThat(PromQl.of(query.expression()).series())
                        .allSatisfy(series -> assertThat(series.labels())
                                .contains(
                                        new PromQl.Label("application", "=~", "$application"),
                                        new PromQl.Label("instance", "=~", "$instance"))));
    }

    @ParameterizedTest
    @MethodSource("panels")
    void a_runbook_that_a_panel_names_exists(Panel panel) {
        Matcher runbook = RUNBOOK.matcher(panel.json().get("description").asString());
        while (runbook.find()) {
            assertThat(Sources.file("observability/runbooks/" + runbook.group(1) + ".md"))
                    .exists();
        }
    }

    @Test
    void panels_do_not_overlap_and_stay_within_the_page() throws IOException {
        List<Panel> panels = Panel.withRows();

        for (Panel panel : panels) {
            assertThat(panel.x() + panel.width()).as(panel.title()).isBetween(1, 24);
            assertThat(panels)
                    .as("panels over " + panel)
                    .filteredOn(panel::overlaps)
                    .containsExactly(panel);
        }
        assertThat(panels).extracting(panel -> panel.json().get("id").asInt()).doesNotHaveDuplicates();
        assertThat(panels).extracting(Panel::title).doesNotHaveDuplicates();
    }

    @Test
    void every_variable_that_is_used_is_defined() throws IOException {
        JsonNode dashboard = Panel.dashboard();

        Set<String> used = names(VARIABLE, Sources.text("observability/dashboard.json"));
        used.removeIf(name -> name.startsWith("__")); // Grafana's own
        assertThat(dashboard.at("/templating/list").valueStream())
                .extracting(variable -> variable.get("name").asString())
                .containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void variables_are_taken_from_a_series_that_exists() throws IOException {
        assertThat(Panel.dashboard().at("/templating/list").valueStream())
                .filteredOn(variable -> variable.get("type").asString().equals("query"))
                .extracting(variable -> variable.at("/query/query").asString())
                .hasSize(2)
                .allSatisfy(query -> assertThat(new MeterTable()
                                .problems(query.replaceFirst("label_values\\((.*), (\\w+)\\)", "sum by ($2) ($1)")))
                        .isEmpty());
    }

    private static Set<String> names(Pattern pattern, String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
