package dev.mink.benchmarks;

/**
 * One of the things that are compared with each other.
 *
 * @param name as it stands in the table
 * @param role what the others are compared with it for
 * @param opening makes the operation of each thread
 */
record Variant(String name, Contender.Role role, Opening opening) {

    static Variant of(Contender contender, Opening opening) {
        return new Variant(contender.name(), contender.role(), opening);
    }

    /** Makes operations. */
    @FunctionalInterface
    interface Opening {

        /**
         * Makes the operation of one thread.
         *
         * @param thread from 0
         */
        Operation open(int thread) throws Exception;
    }
}
