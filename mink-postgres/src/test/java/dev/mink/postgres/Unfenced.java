package dev.mink.postgres;

import dev.mink.AppendResult;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventLog;
import dev.mink.spi.ForwardingStorage;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * The storage of {@link PostgresStorage} but for the fence, which its appends do not take: what tests
 * of the feed must find wrong. The schema must be there.
 */
public final class Unfenced extends ForwardingStorage<Connection> {

    private static final String NO_LOCK = "''::text";

    private final Queries queries;
    private final Appends appends;
    private final EventLog log;

    /** Over a data source and a schema. */
    public Unfenced(DataSource dataSource, String schema) {
        super(PostgresStorage.of(dataSource, PostgresOptions.defaults().schema(schema)));
        Tables tables = new Tables(new SchemaName(schema));
        queries = new Queries(tables);
        appends = Appends.alone(tables, NO_LOCK);
        log = new PooledLog(new Sessions(dataSource), queries, appends, true, () -> {});
    }

    @Override
    public EventLog within(Connection transaction) {
        return new JoinedLog(transaction, queries, appends, new AtomicBoolean());
    }

    @Override
    public List<AppendResult> append(AppendRequest request) {
        return log.append(request);
    }
}
