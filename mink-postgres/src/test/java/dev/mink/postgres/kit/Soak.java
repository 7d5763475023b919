package dev.mink.postgres.kit;

import java.time.Duration;

/** How long the tests run that find more the longer they run. */
public final class Soak {

    private Soak() {}

    /** The duration for a build, unless {@code -Dmink.soak.seconds} asks for another. */
    public static Duration time(Duration inBuild) {
        return Duration.ofSeconds(Long.getLong("mink.soak.seconds", inBuild.toSeconds()));
    }

    /** The number of rounds for a build, unless {@code -Dmink.soak.rounds} asks for another. */
    public static int rounds(int inBuild) {
        return Integer.getInteger("mink.soak.rounds", inBuild);
    }
}
