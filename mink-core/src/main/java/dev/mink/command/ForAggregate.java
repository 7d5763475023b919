package dev.mink.command;

/** A command that is about one aggregate, whose id logs and audits then show. */
public interface ForAggregate {

    /** The id of the aggregate within its category. */
    String aggregateId();
}
