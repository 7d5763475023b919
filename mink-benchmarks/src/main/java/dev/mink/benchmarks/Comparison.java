package dev.mink.benchmarks;

import dev.mink.benchmarks.Contender.Role;
import dev.mink.benchmarks.Harness.Round;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the rounds of a comparison gave.
 *
 * @param name what was compared
 * @param threads with how many threads
 * @param results one for each variant
 */
record Comparison(String name, int threads, List<Result> results) {

    static Comparison of(String name, int threads, List<Variant> variants, List<Harness.Rounds> measured) {
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < variants.size(); i++) {
            results.add(Result.of(variants.get(i), measured.get(i).all()));
        }
        return new Comparison(name, threads, results);
    }

    /** The best rate of a role, or null if nobody has it. */
    @Nullable
    Double best(Role role) {
        return results.stream()
                .filter(result -> result.role() == role)
                .map(Result::rate)
                .max(Double::compare)
                .orElse(null);
    }

    /** The rate of one result as a multiple of the best of a role; null if nobody has that role. */
    @Nullable
    Double ratio(Result result, Role role) {
        Double reference = best(role);
        return reference == null ? null : result.rate() / reference;
    }

    /**
     * What one variant reached.
     *
     * @param name of the variant
     * @param role of the variant
     * @param rate the median of its rounds, in events per second
     * @param rounds the rates of all rounds, in events per second
     * @param p50Millis half of all operations took no longer
     * @param p99Millis 99 of 100 operations took no longer
     * @param serverMicros CPU time of the server per event, or null if unknown
     * @param clientMicros CPU time of the client per event, or null if unknown
     */
    record Result(
            String name,
            Role role,
            double rate,
            List<Double> rounds,
            double p50Millis,
            double p99Millis,
            @Nullable Double serverMicros,
            @Nullable Double clientMicros) {

        static Result of(Variant variant, List<Round> rounds) {
            List<Latencies> latencies =
                    rounds.stream().flatMap(round -> round.latencies().stream()).toList();
            return new Result(
                    variant.name(),
                    variant.role(),
                    median(rounds, Round::rate),
                    rounds.stream().map(Round::rate).toList(),
                    Latencies.percentileMillis(latencies, 0.50),
                    Latencies.percentileMillis(latencies, 0.99),
                    known(median(rounds, Round::serverMicros)),
                    known(median(rounds, Round::clientMicros)));
        }

        /** CPU time of server and client per event, or null if unknown. */
        @Nullable
        Double cpuMicros() {
            return serverMicros == null || clientMicros == null ? null : Double.valueOf(serverMicros + clientMicros);
        }

        private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
            double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }

        private static @Nullable Double known(double value) {
            return Double.isNaN(value) ? null : value;
        }
    }
}
