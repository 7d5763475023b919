package dev.mink.command;

import dev.mink.Metadata;
import java.util.Objects;

/**
 * A command on its way to its handler.
 *
 * @param id unique to this dispatch; what the command causes carries it as causation id
 * @param command the command itself, a record
 * @param metadata what the events that it leads to will carry
 */
public record CommandEnvelope(String id, Object command, Metadata metadata) {

    /** Refuses nulls. */
    public CommandEnvelope {
        Objects.requireNonNull(id, "command id");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(metadata, "metadata");
    }

    /** The same with other metadata. */
    public CommandEnvelope withMetadata(Metadata newMetadata) {
        return new CommandEnvelope(id, command, newMetadata);
    }

    /** The simple name of the command's class, as logs and audits show it. */
    public String type() {
        return command.getClass().getSimpleName();
    }
}
