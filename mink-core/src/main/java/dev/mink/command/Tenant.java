package dev.mink.command;

import dev.mink.Metadata;

/** Puts the tenant that a command names into its metadata, and sees to it that they agree. */
final class Tenant implements Middleware {

    private final boolean required;

    Tenant(boolean required) {
        this.required = required;
    }

    @Override
    public CommandResult handle(CommandEnvelope envelope, Next next) {
        Metadata metadata = envelope.metadata();
        String known = metadata.tenantId();
        String named = envelope.command() instanceof ForTenant command ? command.tenantId() : null;
        if (named != null && known != null && !named.equals(known)) {
            return rejected(envelope, "is for the tenant " + named + " but was sent for " + known, "tenant.mismatch");
        }
        String tenant = named != null ? named : known;
        if (tenant == null) {
            return required ? rejected(envelope, "names no tenant", "tenant.required") : next.proceed(envelope);
        }
        return next.proceed(envelope.withMetadata(metadata.withTenantId(tenant)));
    }

    private static CommandResult rejected(CommandEnvelope envelope, String message, String code) {
        Violations violations = new Violations().add("tenantId", message, code);
        return new CommandResult.Rejected(new ValidationException(envelope.type(), violations.found()));
    }
}
