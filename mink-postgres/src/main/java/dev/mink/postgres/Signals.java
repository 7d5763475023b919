package dev.mink.postgres;

import dev.mink.spi.EventStorage.Listening;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who follow the feed that there may be something new: those of this process directly, those of others
 * by {@code NOTIFY}. Its threads start when there is somebody to tell, or something to be told. Thread-safe.
 */
final class Signals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    /** Without a flush of its own: a signal that is lost in a crash is no loss. */
    private static final String NOTIFY = "select set_config('synchronous_commit', 'off', true), pg_notify(?, ?)";

    private final Sessions sessions;
    private final Connector connector;
    private final boolean acrossProcesses;
    private final String channel;
    private final String origin = UUID.randomUUID().toString();
    private final Map<Object, Runnable> listeners = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Announcer announcer;
    private @Nullable Receiver receiver;
    private boolean closed;

    /**
     * @param connector gives the connection that listens
     * @param acrossProcesses whether to use {@code NOTIFY} and {@code LISTEN} at all
     */
    Signals(Sessions sessions, Connector connector, SchemaName schema, boolean acrossProcesses) {
        this.sessions = sessions;
        this.connector = connector;
        this.acrossProcesses = acrossProcesses;
        this.channel = "mink_" + schema.lockNamespace();
    }

    /** Takes note that something may have been appended and is committed. */
    void appended() {
        if (!acrossProcesses && listeners.isEmpty()) {
            return;
        }
        Announcer running = announcer != null ? announcer : startAnnouncer();
        if (running != null) {
            running.announce();
        }
    }

    private @Nullable Announcer startAnnouncer() {
        lock.lock();
        try {
            if (announcer == null && !closed) {
                announcer = new Announcer(this::announce);
            }
            return announcer;
        } finally {
            lock.unlock();
        }
    }

    private void announce() {
        tell();
        if (acrossProcesses) {
            try {
                sessions.autocommit(connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(NOTIFY)) {
                        statement.setString(1, channel);
                        statement.setString(2, origin);
                        return statement.execute();
                    }
                });
            } catch (SQLException | RuntimeException e) {
                LOG.debug("other processes could not be told of new events, and will find them by looking", e);
            }
        }
    }

    Listening listen(Runnable listener) {
        Object key = new Object();
        lock.lock();
        try {
            listeners.put(key, Objects.requireNonNull(listener, "listener"));
            if (receiver == null && acrossProcesses && !closed) {
                receiver = new Receiver(connector, channel, origin, this::tell);
            }
        } finally {
            lock.unlock();
        }
        return () -> endListening(key);
    }

    private void endListening(Object key) {
        lock.lock();
        try {
            listeners.remove(key);
            if (listeners.isEmpty() && receiver != null) {
                receiver.close();
                receiver = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private void tell() {
        listeners.values().forEach(Runnable::run);
    }

    /** Ends the threads; whoever still listens is not called any more. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (announcer != null) {
                announcer.close();
            }
            if (receiver != null) {
                receiver.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Opens a connection. */
    @FunctionalInterface
    interface Connector {

        Connection open() throws SQLException;
    }
}
