package dev.mink.examples.retail;

import java.io.Console;
import java.util.Map;

/** Whether somebody watches. */
final class Terminal {
    private Terminal() {}

    /** Whether the program talks to a terminal that can overwrite a line. */
    @SuppressWarnings("SystemConsoleNull") // null up to Java 21
    static boolean isThere(Map<String, String> environment) {
        Console console = System.console();
        return console != null
                && isTerminal(console)
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** Since Java 22 there is a console without a terminal, too. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
