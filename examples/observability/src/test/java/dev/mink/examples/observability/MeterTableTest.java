package dev.mink.examples.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.examples.observability.PromQl.Label;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The check of the queries finds what is wrong with them. */
final class MeterTableTest {
    private final MeterTable table = new MeterTable();

    @Test
    void names_labels_and_groups_are_found_in_a_query() {
        PromQl query = PromQl.of("""
                histogram_quantile(0.99, sum by (type, le) (rate(a_bucket{x="1", y=~"a|{b}"}[5m])))
                unless on (job) max without (instance) (b:c) * 3e2 > bool avg_over_time(d_total[$__rate_interval])""");

        assertThat(query.series())
                .containsExactly(
                        new PromQl.Series("a_bucket", List.of(new Label("x", "=", "1"), new Label("y", "=~", "a|{b}"))),
                        new PromQl.Series("b:c", List.of()),
                        new PromQl.Series("d_total", List.of()));
        assertThat(query.grouping()).containsExactlyInAnyOrder("type", "le", "job", "instance");
    }

    @Test
    void a_query_for_what_there_is_has_no_problem() {
        assertThat(table.problems(
                        "sum by (type, application) (rate(mink_commands_seconds_count{outcome=\"error\"}[5m]))"))
                .isEmpty();
    }

    @Test
    void a_series_that_does_not_exist_is_found() {
        assertThat(table.problems("mink_commands_total")).containsExactly("there is no series mink_commands_total");
        assertThat(table.problems("rate(mink_append_seconds_bucket[5m])")).hasSize(1); // only if so chosen
        assertThat(table.problems("vector(1)")).hasSize(1);
    }

    @Test
    void a_label_that_does_not_exist_is_found() {
        assertThat(table.problems("mink_projection_lag_seconds{projection=\"sales\"}"))
                .containsExactly("mink_projection_lag_seconds has no label projection");
        assertThat(table.problems("sum by (le) (mink_commands_seconds_count)"))
                .containsExactly("mink_commands_seconds_count has no label le");
        assertThat(table.problems("mink_projection_state{state=\"FAULTED\"}").get(0))
                .startsWith("mink_projection_state has no state FAULTED, only [catching_up");
    }
}
