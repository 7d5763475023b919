package dev.mink.internal;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Time-ordered ids: UUID version 7 of RFC 9562 (section 5.7), whose first 48 bits are the
 * milliseconds since 1970 and whose other 74 bits are random. Not a secret: the randomness is not
 * cryptographic.
 */
public final class TimeOrderedId {

    private TimeOrderedId() {}

    /** A new id. */
    public static UUID next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (System.currentTimeMillis() << 16) | 0x7000L | (random.nextLong() & 0x0fffL);
        long low = 0x8000_0000_0000_0000L | (random.nextLong() & 0x3fff_ffff_ffff_ffffL);
        return new UUID(high, low);
    }
}
