package dev.mink.postgres;

import dev.mink.AppendResult;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.StreamAppend;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The event log on connections of the data source: every operation is a transaction of its own. */
final class PooledLog extends SqlLog {

    private final Sessions sessions;
    private final Appends appends;
    private final @Nullable AppendGroups groups;
    private final Runnable appended;

    /**
     * @param appended is called after each append, when it is committed
     */
    PooledLog(Sessions sessions, Queries queries, Appends appends, boolean group, Runnable appended) {
        super(queries);
        this.sessions = sessions;
        this.appends = appends;
        this.appended = appended;
        this.groups = group ? new AppendGroups(sessions, appends) : null;
    }

    @Override
    <R> R read(SqlWork<R> work) {
        try {
            return sessions.autocommit(work);
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public List<AppendResult> append(AppendRequest request) {
        List<AppendResult> results = super.append(request);
        appended.run();
        return results;
    }

    @Override
    List<Written> attempt(AppendRequest request) {
        List<StreamAppend> streams = request.streams();
        try {
            if (groups != null && streams.size() == 1 && AppendGroups.admits(streams.get(0))) {
                return List.of(groups.append(streams.get(0)));
            }
            return sessions.autocommit(connection -> appends.together(connection, streams));
        } catch (SQLException e) {
            if (Failures.isRaceLost(e)) {
                return List.of(Written.NOTHING);
            }
            throw Failures.ofAppend(request, e);
        }
    }
}
