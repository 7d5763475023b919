package dev.mink.postgres.kit;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A data source that sets its connections up in some way and looks at them when they come back. */
public final class Lender implements DataSource {

    /** What is done to a connection before it is lent. */
    @FunctionalInterface
    public interface Preparation {
        void prepare(Connection connection) throws SQLException;
    }

    private final DataSource source;
    private final Preparation preparation;
    private final AtomicInteger lent = new AtomicInteger();
    private final List<Boolean> modes = new CopyOnWriteArrayList<>();

    public Lender(DataSource source, Preparation preparation) {
        this.source = source;
        this.preparation = preparation;
    }

    /** How many connections have been lent. */
    public int lent() {
        return lent.get();
    }

    /** Whether each connection that was given back was in autocommit mode. */
    public List<Boolean> modesOnReturn() {
        return modes;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = source.getConnection();
        preparation.prepare(connection);
        lent.incrementAndGet();
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close") && !connection.isClosed()) {
                        modes.add(connection.getAutoCommit());
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        source.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return source.isWrapperFor(type);
    }
}
