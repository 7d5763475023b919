package dev.mink.benchmarks;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures mink side by side with hand-written JDBC and with Axon Framework, on one PostgreSQL in one
 * run, and prints a table of ratios.
 *
 * <p>Hand-written JDBC has a connection and prepared statements for each thread and commits each
 * statement; mink and Axon have a pool of 10 connections each, mink all its defaults, and Axon a unit
 * of work around each append. Everyone writes the same events, and encodes them with Jackson in the
 * time that is measured.
 */
public final class Benchmarks {

    private static final List<String> NOTES = List.of(
            "per s    events per second, the median of interleaved rounds;",
            "         of snapshots, loads per second",
            "xhand    ratio to the best hand-written JDBC on a minimal table: position",
            "         bigserial primary key, unique (stream, version), type, bytea payload",
            "xsame    ratio to the same on a table with mink's columns and indexes;",
            "         of commands, to Repository.update with the same metadata;",
            "         of snapshots and of what is watched, to the first line",
            "xaxon    ratio to Axon Framework 4.13.0: JDBC engine, Jackson serializer,",
            "         PostgreSQL tables, unit of work around appends; it reads pages of 100",
            "         as it comes, larger ones of 1,000 as mink does",
            "p50, p99 time of one operation: an append, a load, a replay, a query",
            "CPU us   CPU time of server and client per event, where the system tells it",
            "JDBC has one connection and prepared statements per thread, in autocommit;",
            "mink has its defaults, a pool of 10 connections among them; so has Axon.",
            "A replay reads position, type and payload of the minimal table; of mink's table",
            "also stream, version, id, metadata and time.");

    private Benchmarks() {}

    /** Runs the benchmarks; {@code --help} tells the options. */
    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(Options.USAGE);
            System.exit(2);
            return;
        }
        try (Server server = Server.start(System.getenv("DATABASE_URL"))) {
            run(server, options, System.out);
        }
        System.exit(0);
    }

    static void run(Server server, Options options, PrintStream out) throws Exception {
        // While JSON is written, the table goes where it does not disturb.
        TextTable table = new TextTable(options.json() ? System.err : out);
        String before = load();
        table.line("%s", server.describe());
        table.line("%s", machine());
        table.line("");
        table.header();
        List<Comparison> comparisons = new ArrayList<>();
        try (ServerCpu cpu = new ServerCpu(server)) {
            Harness harness = new Harness(options, cpu);
            for (Scenario scenario : Scenario.all()) {
                if (scenario.name().contains(options.only())) {
                    List<Comparison> measured = scenario.run(server, harness, options);
                    measured.forEach(table::add);
                    comparisons.addAll(measured);
                }
            }
        }
        table.line("");
        NOTES.forEach(note -> table.line("%s", note));
        String rounds = options.rounds() + " rounds of " + options.seconds() + " s; load average " + before
                + " before, " + load() + " after";
        table.line("%s", rounds);
        if (options.json()) {
            Report report = new Report(server.describe(), machine(), rounds, NOTES, comparisons);
            out.println(JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(report));
        }
    }

    private static String machine() {
        return String.format(
                Locale.ROOT,
                "Java %s, %s %s, %d processors",
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
    }

    private static String load() throws Exception {
        Path file = Path.of("/proc/loadavg");
        return Files.exists(file) ? Files.readString(file).substring(0, 4) : "unknown";
    }

    /** What {@code --json} prints. */
    private record Report(
            String server, String machine, String rounds, List<String> notes, List<Comparison> comparisons) {}
}
