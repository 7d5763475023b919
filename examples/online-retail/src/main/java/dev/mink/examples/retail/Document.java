package dev.mink.examples.retail;

import dev.mink.Aggregate;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** A document of the shop's books: it is opened, takes lines, and is closed for good. */
abstract sealed class Document<E> extends Aggregate<E> permits Order, CreditNote, BadDebtAdjustment {
    /** Null until it is open. */
    private @Nullable Heading heading;

    private boolean closed;
    private int lines;
    private BigDecimal total = BigDecimal.ZERO;

    Document(String number) {
        super(number);
    }

    /** Takes everything in at once. */
    final void enter(EnterDocument document) {
        open(document.heading());
        document.items().forEach(this::add);
        close(document.closedAt());
    }

    final void open(Heading first) {
        require(heading == null, "is open already");
        raise(opening(first));
    }

    final void add(Item item) {
        var unused = opened();
        require(!closed, "is closed");
        raise(line(item));
    }

    final void close(LocalDateTime at) {
        Heading opened = opened();
        require(lines > 0, "has no lines");
        require(!closed, "is closed");
        raise(closing(opened, lines, total, at));
    }

    final int lines() {
        return lines;
    }

    final BigDecimal total() {
        return total;
    }

    abstract E opening(Heading heading);

    abstract E line(Item item);

    abstract E closing(Heading opened, int lines, BigDecimal total, LocalDateTime at);

    @Override
    protected final void apply(E event) {
        if (event instanceof Line line) {
            lines++;
            total = total.add(line.amount());
        } else if (event instanceof Opening opening) {
            heading = new Heading(opening.customerId(), opening.country(), opening.at());
        } else if (event instanceof Closing) {
            closed = true;
        }
    }

    private Heading opened() {
        if (heading == null) {
            throw new DocumentException(id(), "is not open yet");
        }
        return heading;
    }

    private void require(boolean rule, String otherwise) {
        if (!rule) {
            throw new DocumentException(id(), otherwise);
        }
    }
}
