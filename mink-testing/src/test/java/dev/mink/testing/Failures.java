package dev.mink.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** How checks of specs fail. */
final class Failures {

    private Failures() {}

    /** Requires that a check fails with exactly this message. */
    static AssertionError assertFails(ThrowingCallable check, String message) {
        AssertionError error = catchThrowableOfType(AssertionError.class, check);
        assertThat(error).as("failure of the check").isNotNull();
        assertThat(error.getMessage()).isEqualTo(message);
        return error;
    }
}
