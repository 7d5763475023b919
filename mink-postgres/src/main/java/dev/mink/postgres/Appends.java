package dev.mink.postgres;

import dev.mink.spi.AppendRequest;
import dev.mink.spi.StreamAppend;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The statements that append, and which of them an append takes. */
final class Appends {

    private final SingleInsert single;
    private final GroupInsert group;
    private final BulkInsert bulk;

    private Appends(Tables tables, String fence, String onConflict) {
        single = new SingleInsert(tables, fence, onConflict);
        group = new GroupInsert(tables, fence);
        bulk = new BulkInsert(tables, fence);
    }

    /**
     * For appends that are transactions of their own.
     *
     * @param fence the expression that takes the fence
     */
    static Appends alone(Tables tables, String fence) {
        return new Appends(tables, fence, "");
    }

    /** For appends that join a transaction, which a duplicate need not end where it is the only event. */
    static Appends joined(Tables tables) {
        return new Appends(tables, tables.fenceOnce(), " on conflict do nothing");
    }

    /** Whether a joined append of this request fails no statement when it is a duplicate. */
    static boolean needsNoSavepoint(AppendRequest request) {
        return SingleInsert.fits(request.streams());
    }

    /** Tries to write appends to different streams, all or nothing. */
    List<Written> together(Connection connection, List<StreamAppend> appends) throws SQLException {
        return SingleInsert.fits(appends)
                ? List.of(single.execute(connection, appends.get(0)))
                : bulk.execute(connection, appends);
    }

    /** Tries to write appends to different streams, each for itself. */
    List<Written> each(Connection connection, List<StreamAppend> appends) throws SQLException {
        return appends.size() == 1 ? together(connection, appends) : group.execute(connection, appends);
    }
}
