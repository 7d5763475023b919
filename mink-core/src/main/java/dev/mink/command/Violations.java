package dev.mink.command;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a command; not thread-safe. */
public final class Violations {

    private final List<Violation> found = new ArrayList<>();

    /** Without any yet. */
    public Violations() {}

    /** Adds a violation. */
    public Violations add(String field, String message, String code) {
        found.add(new Violation(field, message, code));
        return this;
    }

    /** Adds a violation unless a condition holds. */
    public Violations require(boolean condition, String field, String message, String code) {
        return condition ? this : add(field, message, code);
    }

    /** What was added so far. */
    public List<Violation> found() {
        return List.copyOf(found);
    }
}
