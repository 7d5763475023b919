package dev.mink.postgres.kit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** Notes the prepared statements that are executed on its connections, with the types of their parameters. */
public final class Recorder {

    /**
     * A statement that was executed.
     *
     * @param sql its text as the driver got it, with question marks for parameters
     * @param types the types of the parameters in SQL
     */
    public record Recorded(String sql, List<String> types) {}

    private final List<Recorded> statements = new CopyOnWriteArrayList<>();

    /** What has been executed since the last call. */
    public List<Recorded> take() {
        List<Recorded> taken = List.copyOf(statements);
        statements.clear();
        return taken;
    }

    /** The same data source, watched. */
    public DataSource watch(DataSource dataSource) {
        return proxy(
                DataSource.class,
                dataSource,
                (method, arguments, result) -> result instanceof Connection connection ? watch(connection) : result);
    }

    private Connection watch(Connection connection) {
        return proxy(
                Connection.class,
                connection,
                (method, arguments, result) -> result instanceof PreparedStatement statement
                        ? watch(statement, (String) arguments[0])
                        : result);
    }

    private PreparedStatement watch(PreparedStatement statement, String sql) {
        Map<Integer, String> types = new TreeMap<>();
        return proxy(PreparedStatement.class, statement, (method, arguments, result) -> {
            if (method.startsWith("set") && arguments.length >= 2 && arguments[0] instanceof Integer index) {
                types.put(index, type(method, arguments[1]));
            } else if (method.startsWith("execute")) {
                statements.add(new Recorded(sql, List.copyOf(types.values())));
            }
            return result;
        });
    }

    private static String type(String method, Object value) throws SQLException {
        return switch (method) {
            case "setString" -> "varchar";
            case "setLong" -> "bigint";
            case "setInt" -> "int";
            case "setShort" -> "smallint";
            case "setBytes" -> "bytea";
            case "setBoolean" -> "boolean";
            case "setArray" -> ((Array) value).getBaseTypeName() + "[]";
            case "setObject" -> value instanceof UUID ? "uuid" : "unknown";
            case "setNull" -> (int) value == Types.BINARY ? "bytea" : "varchar";
            default -> throw new AssertionError("parameters set by " + method + " are not expected");
        };
    }

    /** What to make of the result of a call. */
    @FunctionalInterface
    private interface After {
        Object call(String method, Object[] arguments, Object result) throws SQLException;
    }

    private static <X> X proxy(Class<X> type, X target, After after) {
        Object proxy =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return after.call(method.getName(), arguments, method.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return type.cast(proxy);
    }
}
