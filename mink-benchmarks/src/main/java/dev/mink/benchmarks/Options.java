package dev.mink.benchmarks;

import java.util.Locale;

/**
 * How to measure.
 *
 * @param rounds measured rounds of each variant
 * @param warmups rounds before, which do not count
 * @param seconds length of a round
 * @param events how many there are to replay
 * @param only part of the names of the scenarios to run; empty for all
 * @param json whether to print JSON instead of a table
 */
record Options(int rounds, int warmups, double seconds, int events, String only, boolean json) {

    static final String USAGE = """
            Options:
              --quick        3 short rounds over less data: to see that it works
              --rounds N     measured rounds of each variant, 7 unless given
              --seconds S    length of a round, 1.5 unless given
              --only NAME    only scenarios whose names contain this, such as "append"
              --json         print one JSON object instead of a table
            """;

    static Options parse(String... arguments) {
        Options options = new Options(7, 2, 1.5, 200_000, "", false);
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            options = switch (argument) {
                case "--quick" -> new Options(3, 1, 0.3, 20_000, options.only, options.json);
                case "--json" ->
                    new Options(options.rounds, options.warmups, options.seconds, options.events, options.only, true);
                case "--rounds" -> options.rounds(wholeNumber(argument, value(argument, arguments, ++i)));
                case "--seconds" -> options.seconds(number(argument, value(argument, arguments, ++i)));
                case "--only" -> options.only(value(argument, arguments, ++i));
                default -> throw new IllegalArgumentException("unknown option " + argument);
            };
        }
        return options;
    }

    private static String value(String option, String[] arguments, int index) {
        if (index == arguments.length) {
            throw new IllegalArgumentException("a value is missing after " + option);
        }
        return arguments[index];
    }

    private static int wholeNumber(String option, String text) {
        double value = number(option, text);
        if (value != Math.rint(value) || value > 1_000) {
            throw new IllegalArgumentException(option + " " + text + " is not a whole number from 1 to 1000");
        }
        return (int) value;
    }

    private static double number(String option, String text) {
        try {
            double value = Double.parseDouble(text);
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(option + " " + text + " is not a number greater than 0");
    }

    private Options rounds(int value) {
        return new Options(value, warmups, seconds, events, only, json);
    }

    private Options seconds(double value) {
        return new Options(rounds, warmups, value, events, only, json);
    }

    private Options only(String value) {
        return new Options(rounds, warmups, seconds, events, value.toLowerCase(Locale.ROOT), json);
    }
}
