package dev.mink.postgres;

import dev.mink.spi.AppendRequest;
import dev.mink.spi.StreamAppend;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The statements that append, and which of them an append takes. */
final class Appends {

    private final SingleInsert single;
    private final BulkInsert bulk;

    /**
     * @param fence the expression that takes the fence
     */
    Appends(Tables tables, String fence) {
        this.single = new SingleInsert(tables, fence);
        this.bulk = new BulkInsert(tables, fence);
    }

    /** Tries to write a request, all or nothing. */
    List<Written> together(Connection connection, AppendRequest request) throws SQLException {
        List<StreamAppend> appends = request.streams();
        if (SingleInsert.fits(appends)) {
            return List.of(single.execute(connection, appends.get(0)));
        }
        return appends.size() == 1 ? bulk.each(connection, appends) : bulk.together(connection, appends);
    }

    /** Tries to write appends to different streams, each for itself. */
    List<Written> each(Connection connection, List<StreamAppend> appends) throws SQLException {
        if (SingleInsert.fits(appends)) {
            return List.of(single.execute(connection, appends.get(0)));
        }
        return bulk.each(connection, appends);
    }
}
