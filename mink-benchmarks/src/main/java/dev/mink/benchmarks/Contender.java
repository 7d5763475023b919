package dev.mink.benchmarks;

import java.sql.SQLException;
import java.util.List;

/** One way of keeping events, with tables of its own. */
interface Contender extends AutoCloseable {

    /** As it stands in the table. */
    String name();

    /** What the others are compared with it for. */
    Role role();

    /** Means to write, for one thread. */
    Writer writer() throws Exception;

    /** Means to read, for one thread. */
    Reader reader() throws Exception;

    @Override
    void close() throws SQLException;

    /** What a contender stands for in a comparison. */
    enum Role {
        /** Hand-written JDBC on the smallest table that does; the best of these is the reference. */
        HAND,
        /** Hand-written JDBC on a table with mink's columns and indexes. */
        SAME,
        MINK,
        AXON
    }

    /** Writes for one thread. */
    interface Writer extends AutoCloseable {

        /**
         * Appends events to one order, all or nothing, and encodes them before.
         *
         * @param version the version of the order before, 0 for a new one
         */
        void append(String order, long version, List<OrderEvent> events) throws Exception;

        @Override
        default void close() throws SQLException {}
    }

    /** Reads for one thread; what it reads is decoded. */
    interface Reader extends AutoCloseable {

        /** One order. */
        Totals load(String order) throws Exception;

        /** All events in their order. */
        Totals replay() throws Exception;

        @Override
        default void close() throws SQLException {}
    }
}
