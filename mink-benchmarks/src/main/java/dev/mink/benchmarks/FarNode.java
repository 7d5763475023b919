package dev.mink.benchmarks;

import dev.mink.Mink;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.projection.AsyncOptions;
import dev.mink.projection.Projection;
import dev.mink.projection.Start;
import dev.mink.schema.EventTypes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;

/** A process of its own that runs a projection, and sends back the position of each event that it processes. */
final class FarNode implements AutoCloseable {

    private final Process process;
    private final Socket socket;
    private final DataInputStream positions;

    private FarNode(Process process, Socket socket) throws IOException {
        this.process = process;
        this.socket = socket;
        this.positions = new DataInputStream(socket.getInputStream());
    }

    /** Starts the process, and waits until it is ready. */
    static FarNode start(String url, String schema) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            Process process = new ProcessBuilder(
                            java,
                            "-cp",
                            System.getProperty("java.class.path"),
                            FarNode.class.getName(),
                            url,
                            schema,
                            Integer.toString(server.getLocalPort()))
                    .inheritIO()
                    .start();
            server.setSoTimeout(60_000);
            FarNode node = new FarNode(process, server.accept());
            long ready = node.next();
            if (ready != 0) {
                throw new IllegalStateException("the other process began with position " + ready);
            }
            return node;
        }
    }

    /** The position of the next event that it has processed. */
    long next() throws IOException {
        return positions.readLong();
    }

    /** The process: its arguments are URL, schema and port. */
    public static void main(String[] arguments) throws Exception {
        PostgresOptions options = PostgresOptions.defaults().schema(arguments[1]);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[2]));
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                Mink<Connection> mink = Mink.builder(PostgresStorage.connect(arguments[0], options))
                        .events(EventTypes.of(OrderEvent.class))
                        .async(
                                Projection.<Connection>named("far")
                                        .on(OrderEvent.class, (event, delivery) -> {
                                            out.writeLong(delivery.recorded().position());
                                            out.flush();
                                        })
                                        .build(),
                                AsyncOptions.defaults().start(Start.NOW))
                        .build()
                        .start()) {
            while (mink.projections().status("far").nodes().isEmpty()) {
                Thread.onSpinWait();
            }
            out.writeLong(0);
            var unused = socket.getInputStream().read(); // until the other side closes
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
