package dev.mink.examples.observability;

import dev.mink.examples.observability.PromQl.Label;
import dev.mink.metrics.MeterInfo;
import dev.mink.metrics.MinkMetrics;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The meters that mink documents, as Prometheus sees them. */
final class MeterTable {
    /** What Prometheus itself, or a tag that all meters of an application have, adds. */
    private static final Set<String> COMMON = Set.of("job", "instance", "application");

    private static final PrometheusNamingConvention NAMES = new PrometheusNamingConvention();

    private final Map<String, MeterInfo> bySeries = new LinkedHashMap<>();

    MeterTable() {
        MinkMetrics.meters().forEach(meter -> series(meter).forEach(name -> bySeries.put(name, meter)));
    }

    /** The names of the series that a meter has by default. */
    static List<String> series(MeterInfo meter) {
        String unit = meter.unit().isEmpty() ? null : meter.unit();
        return switch (meter.kind()) {
            case COUNTER -> List.of(NAMES.name(meter.name(), Meter.Type.COUNTER, unit) + "_total");
            case GAUGE -> List.of(NAMES.name(meter.name(), Meter.Type.GAUGE, unit));
            case DISTRIBUTION -> summary(NAMES.name(meter.name(), Meter.Type.DISTRIBUTION_SUMMARY, unit));
            case TIMER -> {
                List<String> names = summary(NAMES.name(meter.name(), Meter.Type.TIMER, unit));
                if (meter.name().equals("mink.commands")) { // has buckets whether or not histograms are chosen
                    names.add(NAMES.name(meter.name(), Meter.Type.TIMER, unit) + "_bucket");
                }
                yield names;
            }
        };
    }

    private static List<String> summary(String name) {
        return new ArrayList<>(List.of(name + "_count", name + "_sum", name + "_max"));
    }

    /** What is wrong with a query: series, labels and values of labels that there are not. */
    List<String> problems(String expression) {
        PromQl query = PromQl.of(expression);
        List<String> problems = new ArrayList<>();
        if (query.series().isEmpty()) {
            problems.add("asks for no series");
        }
        for (PromQl.Series series : query.series()) {
            MeterInfo meter = bySeries.get(series.name());
            if (meter == null) {
                problems.add("there is no series " + series.name());
            } else {
                series.labels().forEach(label -> check(series.name(), meter, label, problems));
                query.grouping().forEach(key -> checkKey(series.name(), meter, key, problems));
            }
        }
        return problems;
    }

    private static void check(String series, MeterInfo meter, Label label, List<String> problems) {
        checkKey(series, meter, label.key(), problems);
        for (MeterInfo.Tag tag : meter.tags()) {
            boolean isKnown = tag.values().isEmpty() || tag.values().contains(label.value());
            if (tag.key().equals(label.key()) && label.operator().equals("=") && !isKnown) {
                problems.add(series + " has no " + label.key() + " " + label.value() + ", only " + tag.values());
            }
        }
    }

    private static void checkKey(String series, MeterInfo meter, String key, List<String> problems) {
        boolean isBucket = series.endsWith("_bucket") && key.equals("le");
        if (!COMMON.contains(key)
                && !isBucket
                && meter.tags().stream().noneMatch(tag -> tag.key().equals(key))) {
            problems.add(series + " has no label " + key);
        }
    }
}
