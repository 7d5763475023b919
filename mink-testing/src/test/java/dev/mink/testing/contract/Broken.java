package dev.mink.testing.contract;

import dev.mink.ExpectedVersion;
import dev.mink.Metadata;
import dev.mink.StreamId;
import dev.mink.StreamInfo;
import dev.mink.schema.Payload;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventFilter;
import dev.mink.spi.EventLog;
import dev.mink.spi.FeedRange;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StreamAppend;
import java.time.Instant;
import java.util.regex.Pattern;

/** Values with one thing changed. */
final class Broken {

    private Broken() {}

    static AppendRequest expectingNothing(StreamAppend append) {
        return Suite.request(new StreamAppend(append.stream(), ExpectedVersion.any(), append.events()));
    }

    static long version(EventLog log, StreamId stream) {
        return log.streamInfo(stream).map(StreamInfo::version).orElse(0L);
    }

    static FeedRange filtered(FeedRange range, EventFilter filter) {
        return new FeedRange(range.after(), range.through(), filter, range.limit());
    }

    static NewEvent carrying(NewEvent event, Payload payload) {
        return new NewEvent(event.id(), event.type(), event.schemaVersion(), payload, event.metadata());
    }

    static NewEvent annotated(NewEvent event, Metadata metadata) {
        return new NewEvent(event.id(), event.type(), event.schemaVersion(), event.payload(), metadata);
    }

    static StoredEvent stamped(StoredEvent event, Instant recordedAt) {
        return new StoredEvent(
                event.position(),
                event.stream(),
                event.version(),
                event.id(),
                event.type(),
                event.schemaVersion(),
                event.payload(),
                event.metadata(),
                recordedAt);
    }

    /** As SQL's LIKE with a percent sign appended. */
    static boolean isLike(String text, String prefix) {
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < prefix.length(); i++) {
            char c = prefix.charAt(i);
            switch (c) {
                case '%' -> pattern.append(".*");
                case '_' -> pattern.append('.');
                default -> pattern.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(pattern.append(".*").toString(), Pattern.DOTALL)
                .matcher(text)
                .matches();
    }
}
