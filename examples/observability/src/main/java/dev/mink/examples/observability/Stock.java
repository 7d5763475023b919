package dev.mink.examples.observability;

import static dev.mink.snapshot.SnapshotPolicy.every;

import dev.mink.Aggregate;
import dev.mink.AggregateType;
import dev.mink.examples.observability.StockEvent.Received;
import dev.mink.examples.observability.StockEvent.Reserved;
import dev.mink.snapshot.Snapshots;

/** The stock of an article: never at an end, hence the snapshots, and asked for by many at once. */
final class Stock extends Aggregate<StockEvent> {
    static final AggregateType<Stock, StockEvent> TYPE = AggregateType.of("Stock", Stock::new, StockEvent.class)
            .withSnapshots(Snapshots.of(every(50), Pieces.class, Stock::pieces, Stock::restore));

    private int pieces;

    private Stock(String sku) {
        super(sku);
    }

    record Pieces(int pieces) {}

    private Pieces pieces() {
        return new Pieces(pieces);
    }

    private void restore(Pieces snapshot) {
        pieces = snapshot.pieces();
    }

    void receive(int more) {
        raise(new Received(more));
    }

    void reserve(String orderId, int wanted) {
        if (wanted > pieces) {
            throw new RefusedException("only " + pieces + " of " + id() + " are left");
        }
        raise(new Reserved(orderId, wanted));
    }

    /** Whether more should be ordered. */
    boolean isLow() {
        return pieces < 20;
    }

    @Override
    protected void apply(StockEvent event) {
        if (event instanceof Received received) {
            pieces += received.pieces();
        } else if (event instanceof Reserved reserved) {
            pieces -= reserved.pieces();
        }
    }
}
