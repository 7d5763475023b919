package dev.mink.projection;

/** How events reach a projection. */
public enum Mode {
    /** In the transaction of the append itself. */
    INLINE,
    /** Soon after the commit, on one of the nodes, in a transaction with the position that was reached. */
    ASYNC,
    /** Soon after the commit, in the memory of each node. */
    LIVE
}
