package dev.mink.examples.retail;

import dev.mink.Aggregate;
import java.math.BigDecimal;
import java.time.LocalDateTime;

/** A document of the shop's books: it is opened, takes lines, and is closed for good. */
abstract sealed class Document<E> extends Aggregate<E> permits Order, CreditNote, BadDebtAdjustment {
    private boolean opened;
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

    final void open(Heading heading) {
        require(!opened, "is open already");
        raise(opening(heading));
    }

    final void add(Item item) {
        require(opened, "is not open yet");
        require(!closed, "is closed");
        raise(line(item));
    }

    final void close(LocalDateTime at) {
        require(lines > 0, "has no lines");
        require(!closed, "is closed");
        raise(closing(lines, total, at));
    }

    final int lines() {
        return lines;
    }

    final BigDecimal total() {
        return total;
    }

    abstract E opening(Heading heading);

    abstract E line(Item item);

    abstract E closing(int lines, BigDecimal total, LocalDateTime at);

    @Override
    protected final void apply(E event) {
        if (event instanceof Line line) {
            lines++;
            total = total.add(line.amount());
        } else if (event instanceof Opening) {
            opened = true;
        } else if (event instanceof Closing) {
            closed = true;
        }
    }

    private void require(boolean rule, String otherwise) {
        if (!rule) {
            throw new DocumentException(id(), otherwise);
        }
    }
}
