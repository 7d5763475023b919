package dev.mink.postgres.command.pairs;

import dev.mink.Aggregate;
import dev.mink.AggregateType;
import dev.mink.command.ForAggregate;
import dev.mink.command.ForTenant;
import dev.mink.command.Idempotent;
import dev.mink.command.SelfValidating;
import dev.mink.command.Violations;

/**
 * A command with every ability.
 *
 * @param id its key and its aggregate
 * @param valid whether it is valid
 */
record Act(String id, boolean valid) implements Idempotent, ForAggregate, ForTenant, SelfValidating {

    static final String TENANT = "t-1";

    @Override
    public String idempotencyKey() {
        return id;
    }

    @Override
    public String aggregateId() {
        return id;
    }

    @Override
    public String tenantId() {
        return TENANT;
    }

    @Override
    public void validate(Violations violations) {
        violations.require(valid, "valid", "must be true", "valid");
    }

    record Acted(String by) {}

    /** Lets everything happen. */
    static final class Stage extends Aggregate<Acted> {

        static final AggregateType<Stage, Acted> TYPE = AggregateType.of("Stage", Stage::new, Acted.class);

        Stage(String id) {
            super(id);
        }

        void act(String by) {
            raise(new Acted(by));
        }

        @Override
        protected void apply(Acted event) {}
    }

    /** The domain says no. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
