package dev.mink.postgres.projection;

import dev.mink.spi.Checkpoint;
import dev.mink.spi.EventStorage;
import dev.mink.spi.PartitionId;
import dev.mink.spi.ProjectionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** How nodes are kept from processing events twice, or not at all: as mink does it, and in ways that do not hold. */
enum Fencing {
    LEASES {
        @Override
        EventStorage<Connection> around(EventStorage<Connection> storage, String schema) {
            return storage;
        }
    },

    /** Looks where a partition stands without a lock, and moves it whatever has become of the lease. */
    NONE {
        @Override
        EventStorage<Connection> around(EventStorage<Connection> storage, String schema) {
            return changed(storage, schema, false);
        }
    },

    /** Moves a partition in a transaction of its own, a moment before that of the effects commits. */
    POSITION_BESIDE {
        @Override
        EventStorage<Connection> around(EventStorage<Connection> storage, String schema) {
            return changed(storage, schema, true);
        }
    };

    private static final long A_MOMENT_NANOS = 20_000_000;

    abstract EventStorage<Connection> around(EventStorage<Connection> storage, String schema);

    @SuppressWarnings("unchecked")
    private static EventStorage<Connection> changed(EventStorage<Connection> storage, String schema, boolean beside) {
        String partitions = '"' + schema + "\".projection_partitions";
        ProjectionStore<Connection> store =
                proxy(ProjectionStore.class, storage.projections().orElseThrow(), (method, values) -> {
                    if (method.equals("claim")) {
                        return look((Connection) values[0], partitions, (PartitionId) values[1]);
                    }
                    if (method.equals("advance") && beside) {
                        boolean moved = storage.<Boolean, SQLException>transact(
                                own -> move(own, partitions, (PartitionId) values[1], (long) values[3]));
                        LockSupport.parkNanos(A_MOMENT_NANOS);
                        return moved;
                    }
                    if (method.equals("advance")) {
                        return move((Connection) values[0], partitions, (PartitionId) values[1], (long) values[3]);
                    }
                    return null;
                });
        return proxy(
                EventStorage.class,
                storage,
                (method, values) -> method.equals("projections") ? Optional.of(store) : null);
    }

    private static Checkpoint look(Connection connection, String table, PartitionId id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select position, paused, parked from " + table
                + " where projection = ? and generation = ? and partition = ?")) {
            set(statement, 1, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Checkpoint(row.getLong(1), row.getBoolean(2), row.getLong(3));
            }
        }
    }

    private static boolean move(Connection connection, String table, PartitionId id, long position)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "update " + table + " set position = ? where projection = ? and generation = ? and partition = ?")) {
            statement.setLong(1, position);
            set(statement, 2, id);
            return statement.executeUpdate() == 1;
        }
    }

    private static void set(PreparedStatement statement, int first, PartitionId id) throws SQLException {
        statement.setString(first, id.projection());
        statement.setInt(first + 1, id.generation());
        statement.setInt(first + 2, id.index());
    }

    /** What is done in place of a call; null to hand it on. */
    @FunctionalInterface
    private interface Instead {
        @Nullable
        Object of(String method, Object[] values) throws Exception;
    }

    private static <X> X proxy(Class<X> type, Object target, Instead instead) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, values) -> {
                    Object answer = instead.of(method.getName(), values);
                    if (answer != null) {
                        return method.getReturnType() == void.class ? null : answer;
                    }
                    return invoke(target, method, values);
                }));
    }

    private static @Nullable Object invoke(Object target, Method method, Object[] values) throws Throwable {
        try {
            return method.invoke(target, values);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
