package dev.mink.postgres.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The network between a client and the server, which can be cut when a certain request goes over it: a
 * proxy on the loopback interface.
 */
public final class Wire implements AutoCloseable {

    /** When the connection breaks. */
    public enum Cut {
        /** The server never gets the request. */
        BEFORE_REQUEST,
        /** The server gets the request and the end of the connection at the same moment. */
        WITH_REQUEST,
        /** The server has done what the request asks for, and the client does not hear of it. */
        BEFORE_ANSWER
    }

    private record Plan(Cut cut, String marker) {}

    private final URI server;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicReference<@Nullable Plan> plan = new AtomicReference<>();
    private final AtomicInteger cuts = new AtomicInteger();
    private final List<Link> links = new CopyOnWriteArrayList<>();

    /** To the server of a JDBC URL. */
    public Wire(String url) throws IOException {
        server = URI.create(url.substring("jdbc:".length()));
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** The URL of the same database through the wire. */
    public String url() {
        return "jdbc:postgresql://localhost:" + listener.getLocalPort() + server.getRawPath() + "?"
                + server.getRawQuery() + "&sslmode=disable&gssEncMode=disable";
    }

    /** Cuts the next connection whose client sends a text, which is ASCII, once. */
    public void cutOnce(Cut cut, String text) {
        plan.set(new Plan(cut, text));
    }

    /** Cuts all connections now. */
    public void cutAll() {
        links.forEach(Link::cut);
    }

    /** How often a connection has been cut by a request. */
    public int cuts() {
        return cuts.get();
    }

    private void accept() {
        try {
            while (true) {
                Link link = new Link(listener.accept(), new Socket(server.getHost(), port()));
                links.add(link);
                threads.execute(link::carryRequests);
                threads.execute(link::carryAnswers);
            }
        } catch (IOException e) {
            cutAll();
        }
    }

    private int port() {
        return server.getPort() < 0 ? 5432 : server.getPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cutAll();
        threads.shutdownNow();
    }

    /** One connection. */
    private final class Link {

        private final Socket client;
        private final Socket backend;
        private volatile boolean dropsAnswer;

        Link(Socket client, Socket backend) {
            this.client = client;
            this.backend = backend;
        }

        void carryRequests() {
            try (InputStream in = client.getInputStream();
                    OutputStream out = backend.getOutputStream()) {
                byte[] buffer = new byte[1 << 16];
                for (int size = in.read(buffer); size >= 0; size = in.read(buffer)) {
                    Plan due = due(buffer, size);
                    dropsAnswer |= due != null;
                    if (due == null || due.cut() != Cut.BEFORE_REQUEST) {
                        out.write(buffer, 0, size);
                    }
                    if (due != null && due.cut() != Cut.BEFORE_ANSWER) {
                        break;
                    }
                }
            } catch (IOException e) {
                // One end is gone, so the other goes, too.
            } finally {
                cut();
            }
        }

        void carryAnswers() {
            try (InputStream in = backend.getInputStream();
                    OutputStream out = client.getOutputStream()) {
                byte[] buffer = new byte[1 << 16];
                for (int size = in.read(buffer); size >= 0 && !dropsAnswer; size = in.read(buffer)) {
                    out.write(buffer, 0, size);
                }
            } catch (IOException e) {
                // One end is gone, so the other goes, too.
            } finally {
                cut();
            }
        }

        private @Nullable Plan due(byte[] request, int size) {
            Plan due = plan.get();
            if (due == null
                    || !new String(request, 0, size, StandardCharsets.ISO_8859_1).contains(due.marker())
                    || !plan.compareAndSet(due, null)) {
                return null;
            }
            cuts.incrementAndGet();
            return due;
        }

        private void cut() {
            for (Socket socket : List.of(client, backend)) {
                try {
                    socket.close();
                } catch (IOException e) {
                    throw new AssertionError("a socket cannot be closed", e);
                }
            }
        }
    }
}
