package dev.mink.postgres.command;

import dev.mink.Mink;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.Middleware;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.command.Transfers.Put;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A process that dispatches every command of a round once, in an order of its own, after it was told to
 * go. It prints what came of each.
 */
final class Sender {

    static final String READY = "ready";
    static final String DONE = "done";
    static final int COMMANDS = 1000;
    private static final int PURSES = 16;

    private Sender() {}

    /** What is dispatched in a round, the same in every process. */
    static List<Put> commands(String round) {
        List<Put> commands = new ArrayList<>();
        for (int i = 0; i < COMMANDS; i++) {
            commands.add(new Put(round + "-" + i, round + "-" + i % PURSES));
        }
        return commands;
    }

    /** Arguments: the URL, the schema, the round, the protection, the number of threads, a seed. */
    @SuppressWarnings("SystemOut")
    public static void main(String... arguments) throws Exception {
        PostgresOptions options =
                PostgresOptions.defaults().schema(arguments[1]).connections(0, 2 * Integer.parseInt(arguments[4]));
        List<Put> commands = commands(arguments[2]);
        Collections.shuffle(commands, new Random(Long.parseLong(arguments[5])));
        try (PostgresStorage storage = PostgresStorage.connect(arguments[0], options);
                Mink<Connection> mink = Transfers.builder(storage)
                        .middleware(
                                Middleware.retryOnConflict(1000),
                                Protection.valueOf(arguments[3]).middleware(storage))
                        .build()
                        .start()) {
            System.out.println(READY);
            if (new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine() != null) {
                send(mink, new ConcurrentLinkedQueue<>(commands), Integer.parseInt(arguments[4]));
                System.out.println(DONE);
            }
        }
    }

    @SuppressWarnings("SystemOut")
    private static void send(Mink<Connection> mink, Queue<Put> commands, int count) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<?>> sending = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                sending.add(threads.submit(() -> {
                    for (Put put = commands.poll(); put != null; put = commands.poll()) {
                        Accepted accepted = mink.dispatch(put).orElseThrow();
                        System.out.println(put.key() + " " + accepted.version());
                    }
                }));
            }
            for (Future<?> each : sending) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
