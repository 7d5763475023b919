package dev.mink.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Measures variants in interleaved rounds: A B C, B C A, C A B and so on, so that whatever else the
 * machine does meets all of them alike.
 */
final class Harness {

    private final Options options;
    private final @Nullable ServerCpu cpu;

    Harness(Options options, @Nullable ServerCpu cpu) {
        this.options = options;
        this.cpu = cpu;
    }

    /** Measures variants, each with this many threads. */
    Comparison compare(String name, int threads, List<Variant> variants) throws Exception {
        List<List<Operation>> operations = new ArrayList<>();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Rounds> measured = new ArrayList<>();
            for (Variant variant : variants) {
                List<Operation> own = new ArrayList<>();
                operations.add(own);
                for (int thread = 0; thread < threads; thread++) {
                    own.add(variant.opening().open(thread));
                }
                measured.add(new Rounds());
            }
            for (int round = -options.warmups(); round < options.rounds(); round++) {
                for (int i = 0; i < variants.size(); i++) {
                    int variant = Math.floorMod(round + i, variants.size());
                    Round result = round(executor, operations.get(variant));
                    if (round >= 0) {
                        measured.get(variant).add(result);
                    }
                }
            }
            return Comparison.of(name, threads, variants, measured);
        } finally {
            executor.shutdownNow();
            for (List<Operation> own : operations) {
                for (Operation operation : own) {
                    operation.close();
                }
            }
        }
    }

    private Round round(ExecutorService executor, List<Operation> operations) throws Exception {
        CyclicBarrier start = new CyclicBarrier(operations.size() + 1);
        List<Future<Timed>> threads = new ArrayList<>();
        for (Operation operation : operations) {
            threads.add(executor.submit(() -> repeat(operation, start)));
        }
        ServerCpu.@Nullable Times before = cpu == null ? null : cpu.now();
        start.await();
        long began = System.nanoTime();
        long events = 0;
        List<Latencies> latencies = new ArrayList<>();
        for (Future<Timed> thread : threads) {
            Timed timed = result(thread);
            events += timed.events();
            latencies.add(timed.latencies());
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        ServerCpu.@Nullable Times after = cpu == null ? null : cpu.now();
        double server = before == null || after == null ? Double.NaN : after.serverSince(before);
        double client = before == null || after == null ? Double.NaN : after.client() - before.client();
        return new Round(events / seconds, server / 1e3 / events, client / 1e3 / events, latencies);
    }

    private Timed repeat(Operation operation, CyclicBarrier start) throws Exception {
        Latencies latencies = new Latencies();
        long events = 0;
        start.await(1, TimeUnit.MINUTES);
        long began = System.nanoTime();
        long end = began + (long) (options.seconds() * 1e9);
        do {
            events += operation.run();
            long now = System.nanoTime();
            latencies.add(now - began);
            began = now;
        } while (began < end);
        return new Timed(events, latencies);
    }

    private static Timed result(Future<Timed> thread) throws Exception {
        try {
            return thread.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an operation failed: " + e.getCause(), e.getCause());
        }
    }

    private record Timed(long events, Latencies latencies) {}

    /**
     * What one round of one variant gave.
     *
     * @param rate events per second
     * @param serverMicros CPU time of the server per event; NaN if unknown
     * @param clientMicros CPU time of this JVM per event; NaN if unknown
     * @param latencies of each operation, by thread
     */
    record Round(double rate, double serverMicros, double clientMicros, List<Latencies> latencies) {}

    /** The rounds of one variant. */
    static final class Rounds {

        private final List<Round> rounds = new ArrayList<>();

        void add(Round round) {
            rounds.add(round);
        }

        List<Round> all() {
            return rounds;
        }
    }
}
