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

    private Appends(SingleInsert single, BulkInsert bulk) {
        this.single = single;
        this.bulk = bulk;
    }

    /**
     * For appends that are transactions of their own.
     *
     * @param fence the expression that takes the fence
     */
    static Appends alone(Tables tables, String fence) {
        return new Appends(new SingleInsert(tables, fence, ""), new BulkInsert(tables, fence));
    }

    /** For appends that join a transaction, which a duplicate need not end where it is the only event. */
    static Appends joined(Tables tables) {
        String fence = tables.fenceOnce();
        return new Appends(new SingleInsert(tables, fence, " on conflict do nothing"), new BulkInsert(tables, fence));
    }

    /** Whether a joined append of this request fails no statement when it is a duplicate. */
    static boolean needsNoSavepoint(AppendRequest request) {
        return SingleInsert.fits(request.streams());
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
