package dev.mink.command;

/** A command that is about one aggregate, whose id logs show even if it is not accepted. */
public interface ForAggregate {

    /** The id of the aggregate within its category. */
    String aggregateId();
}
