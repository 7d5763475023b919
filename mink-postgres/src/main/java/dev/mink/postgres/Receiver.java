package dev.mink.postgres;

import dev.mink.postgres.Signals.Connector;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to what other processes announce, on a thread and a connection of its own. When the connection is
 * lost it opens another, and behaves as if something had been announced meanwhile.
 */
final class Receiver implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);

    /** How long to wait for a notification before the connection is asked whether it lives. */
    private static final Duration QUIET = Duration.ofSeconds(10);

    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);
    private static final int ALIVE_WITHIN_SECONDS = 5;

    private final Connector connector;
    private final String channel;
    private final String ownOrigin;
    private final Runnable heard;
    private final Thread thread;
    private volatile @Nullable Connection open;
    private volatile boolean closed;

    /**
     * @param ownOrigin what is not heard, since its announcer has told it already
     * @param heard is called for what is heard
     */
    Receiver(Connector connector, String channel, String ownOrigin, Runnable heard) {
        this.connector = connector;
        this.channel = channel;
        this.ownOrigin = ownOrigin;
        this.heard = heard;
        this.thread = new Thread(this::run, "mink-receiver");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        Duration delay = FIRST_DELAY;
        while (!closed) {
            try {
                Connection connection = connector.open();
                try {
                    open = connection;
                    listen(connection);
                    if (delay.compareTo(FIRST_DELAY) > 0) {
                        LOG.info("new events of other processes are announced again");
                    }
                    delay = FIRST_DELAY;
                    hear(connection);
                } finally {
                    giveUp(connection);
                }
            } catch (SQLException e) {
                if (!closed) {
                    LOG.warn(
                            "new events of other processes are not announced, but found by looking now and then; the"
                                    + " next attempt to listen is in {} ms",
                            delay.toMillis(),
                            e);
                    delay = pause(delay);
                }
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + channel);
        }
        heard.run();
    }

    private void hear(Connection connection) throws SQLException {
        PGConnection driver = connection.unwrap(PGConnection.class);
        while (!closed) {
            PGNotification[] notifications = driver.getNotifications((int) QUIET.toMillis());
            if (notifications == null || notifications.length == 0) {
                requireAlive(connection);
            } else if (Arrays.stream(notifications)
                    .anyMatch(each -> !each.getParameter().equals(ownOrigin))) {
                heard.run();
            }
        }
    }

    private static void requireAlive(Connection connection) throws SQLException {
        if (!connection.isValid(ALIVE_WITHIN_SECONDS)) {
            throw new SQLException("the connection that listens does not answer");
        }
    }

    /** Waits for a random part of the delay, and gives the next one. */
    private Duration pause(Duration delay) {
        try {
            long half = delay.toNanos() / 2;
            TimeUnit.NANOSECONDS.sleep(half + ThreadLocalRandom.current().nextLong(half));
        } catch (InterruptedException e) {
            // Only close() does this, which has set the flag.
        }
        Duration next = delay.multipliedBy(2);
        return next.compareTo(LONGEST_DELAY) < 0 ? next : LONGEST_DELAY;
    }

    /** Ends the thread, and gives up the connection. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        Connection connection = open;
        if (connection != null) {
            giveUp(connection);
        }
    }

    /** Cuts a connection, so that none that still listens goes back to a pool. */
    private static void giveUp(Connection connection) {
        try (connection) {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("the connection that listens could not be given up", e);
        }
    }
}
