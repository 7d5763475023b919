package dev.mink;

import dev.mink.Instrumentation.Occurrence;
import dev.mink.internal.Text;
import dev.mink.spi.AppendRequest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What event stores do, in the log. */
final class StoreLog {

    private static final Logger LOG = LoggerFactory.getLogger("dev.mink.store");

    private StoreLog() {}

    /** One line for each stream. */
    static void appended(AppendRequest request, List<AppendResult> results) {
        if (!LOG.isDebugEnabled()) {
            return;
        }
        for (int i = 0; i < results.size(); i++) {
            AppendResult result = results.get(i);
            LOG.atDebug()
                    .addKeyValue("stream", result.stream())
                    .addKeyValue("version", result.version())
                    .addKeyValue("events", request.streams().get(i).events().size())
                    .addKeyValue("position", result.position())
                    .addKeyValue("repeated", result.repeated())
                    .log("events appended");
        }
    }

    static void occurred(Occurrence what, String category) {
        if (LOG.isDebugEnabled()) {
            LOG.atDebug().addKeyValue("category", category).log(Text.words(what));
        }
    }
}
