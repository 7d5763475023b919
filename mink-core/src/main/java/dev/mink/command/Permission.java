package dev.mink.command;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a command may be handled, and why not. */
public final class Permission {

    private static final Permission GRANTED = new Permission(null);

    private final @Nullable String denial;

    private Permission(@Nullable String denial) {
        this.denial = denial;
    }

    /** It may. */
    public static Permission granted() {
        return GRANTED;
    }

    /**
     * It may not.
     *
     * @param reason what is missing, such as {@code only clerks may ship}
     */
    public static Permission denied(String reason) {
        return new Permission(Objects.requireNonNull(reason, "reason"));
    }

    /** Why it may not; empty if it may. */
    public Optional<String> denial() {
        return Optional.ofNullable(denial);
    }
}
