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
    static String of(Books books, long rejected) {
        Map<String, BigDecimal> countries = new LinkedHashMap<>();
        books.countries().forEach((country, total) -> countries.put(country, total.stripTrailingZeros()));
        JsonReport report = new JsonReport(
                books.documents(Order.TYPE.category()),
                books.documents(CreditNote.TYPE.category()),
                books.documents(BadDebtAdjustment.TYPE.category()),
                books.lines(),
                rejected,
                books.netTotal().stripTrailingZeros(),
                countries);
        return JsonMapper.builder()
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .build()
                .writeValueAsString(report);
    }
}
