package dev.mink.command;

import dev.mink.MinkException;

/** Tells exceptions by which the domain says no from those by which something breaks. */
final class Rejections {

    private Rejections() {}

    /**
     * What an aggregate or decider throws is a rejection when its class is the application's own: those of
     * Java ({@code NullPointerException} …) and of mink are not.
     */
    static boolean ofDomain(RuntimeException e) {
        return !(e instanceof MinkException) && !e.getClass().getName().startsWith("java.");
    }

    /**
     * The simple name of the class, of that which was remembered if it was; the whole name of one that has
     * no simple name.
     */
    static String nameOf(Throwable e) {
        if (e instanceof RememberedRejectionException remembered) {
            return remembered.type();
        }
        String simple = e.getClass().getSimpleName();
        return simple.isEmpty() ? e.getClass().getName() : simple;
    }
}
