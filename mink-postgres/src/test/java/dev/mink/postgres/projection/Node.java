package dev.mink.postgres.projection;

import dev.mink.Mink;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import java.sql.Connection;

/** A process that runs {@link Totals} until its input ends. */
final class Node {

    static final String READY = "ready";

    private Node() {}

    /** Arguments: the URL, the schema, the name of the node, the fencing. */
    @SuppressWarnings("SystemOut")
    public static void main(String... arguments) throws Exception {
        PostgresOptions options =
                PostgresOptions.defaults().schema(arguments[1]).connections(0, 12);
        try (PostgresStorage storage = PostgresStorage.connect(arguments[0], options);
                Mink<Connection> mink = Totals.node(
                        Fencing.valueOf(arguments[3]).around(storage, arguments[1]), arguments[1], arguments[2])) {
            System.out.println(READY + " " + mink.projections().statuses().size());
            while (System.in.read() >= 0) {
                // Whoever started it still lives.
            }
        }
    }
}
