package dev.mink.command;

/** A command that names the tenant whose data it is about. */
public interface ForTenant {

    /** The tenant. */
    String tenantId();
}
