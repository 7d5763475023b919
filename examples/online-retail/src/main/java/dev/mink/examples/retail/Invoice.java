package dev.mink.examples.retail;

import dev.mink.EventData;
import dev.mink.Metadata;
import dev.mink.StreamId;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** The rows of one document of the shop. */
final class Invoice {
    private final String number;
    private final Heading heading;
    private final List<Item> items = new ArrayList<>();
    private LocalDateTime lastAt;
    private long lastLine;

    /** An invoice with its first row. */
    Invoice(Row first) {
        this.number = first.invoice();
        this.heading = first.heading();
        this.lastAt = heading.at();
        add(first);
    }

    void add(Row row) {
        items.add(row.item());
        lastAt = row.heading().at();
        lastLine = row.line().number();
    }

    /** Whether a row agrees with the others on the customer and the country. */
    boolean agreesWith(Heading other) {
        return Objects.equals(heading.customerId(), other.customerId())
                && heading.country().equals(other.country());
    }

    String number() {
        return number;
    }

    int size() {
        return items.size();
    }

    /** The line of its last row. */
    long lastLine() {
        return lastLine;
    }

    StreamId stream() {
        return Document.numbered(number).stream();
    }

    Document<?> toDocument() {
        Document<?> document = Document.numbered(number);
        document.open(heading);
        items.forEach(document::enter);
        document.close(lastAt);
        return document;
    }

    /**
     * The events of its document. Their ids follow from the stream and the version alone, so that appending them
     * twice stores them once.
     */
    List<EventData> toEvents() {
        Document<?> document = toDocument();
        List<EventData> events = new ArrayList<>();
        for (Object event : document.uncommitted()) {
            String name = document.stream() + "@" + (events.size() + 1);
            UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
            events.add(new EventData(id, event, Metadata.empty()));
        }
        return Collections.unmodifiableList(events);
    }
}
