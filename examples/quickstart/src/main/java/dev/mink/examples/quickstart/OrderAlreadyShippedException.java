package dev.mink.examples.quickstart;

/** An order takes no more lines once it is shipped. */
public final class OrderAlreadyShippedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OrderAlreadyShippedException() {
        super("the order is already shipped");
    }
}
