package dev.mink.postgres;

import dev.mink.AppendResult;
import dev.mink.spi.StreamAppend;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an append statement says of one stream.
 *
 * @param version the version of the last event written; 0 if nothing was
 * @param position the position of that event
 */
record Written(long version, long position) {

    static final Written NOTHING = new Written(0, 0);

    /**
     * What was written of each append, in their order.
     *
     * @param rows the stream, version and position of each event that was written
     */
    static List<Written> of(List<StreamAppend> appends, ResultSet rows) throws SQLException {
        Map<String, Written> last = new HashMap<>();
        while (rows.next()) {
            last.merge(rows.getString(1), new Written(rows.getLong(2), rows.getLong(3)), Written::later);
        }
        return appends.stream()
                .map(append -> last.getOrDefault(append.stream().toString(), NOTHING))
                .toList();
    }

    boolean isDone() {
        return version > 0;
    }

    private Written later(Written other) {
        return other.version > version ? other : this;
    }

    AppendResult result(StreamAppend append) {
        return new AppendResult(append.stream(), version, position, false);
    }
}
