package dev.mink.command;

/** What a bus demands of the order of its middleware. */
final class Arrangement {

    private Arrangement() {}

    /**
     * @throws IllegalStateException if a middleware stands where it would not do what it is for, or needs
     *     a storage that there is not
     */
    static void check(Chain<?> bus) {
        boolean withinIdempotency = false;
        for (Middleware each : bus.bus().middleware()) {
            Middleware middleware = Conditional.unwrap(each);
            if (middleware instanceof Idempotency) {
                bus.requireIdempotency();
                withinIdempotency = true;
            } else if (middleware instanceof Audit) {
                bus.requireAuditLog();
                requireOutside(
                        withinIdempotency, "audit", "it would write of what may yet be undone, and of no repetition");
            } else if (middleware instanceof Authorization) {
                requireOutside(withinIdempotency, "authorization", "it would not be asked about repetitions");
            }
        }
    }

    private static void requireOutside(boolean withinIdempotency, String what, String why) {
        if (withinIdempotency) {
            throw new IllegalStateException(
                    what + " stands inside of idempotency, where " + why + ": put it before idempotency in the list");
        }
    }
}
