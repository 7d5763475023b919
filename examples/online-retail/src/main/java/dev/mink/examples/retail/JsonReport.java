package dev.mink.examples.retail;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The report for machines: one JSON object, amounts exact.
 *
 * @param countries the net total of each, greatest first
 */
record JsonReport(
        long orders,
        long creditNotes,
        long adjustments,
        long lines,
        long rejected,
        BigDecimal netTotal,
        Map<String, BigDecimal> countries) {
    static String of(Figures figures, long rejected) {
        Map<String, BigDecimal> countries = new LinkedHashMap<>();
        figures.countries()
                .forEach(each -> countries.put(each.country(), each.total().stripTrailingZeros()));
        JsonReport report = new JsonReport(
                figures.orders(),
                figures.creditNotes(),
                figures.adjustments(),
                figures.lines(),
                rejected,
                figures.netTotal().stripTrailingZeros(),
                countries);
        return JsonMapper.builder()
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .build()
                .writeValueAsString(report);
    }
}
