package dev.lockstep.cli.bench;

import dev.lockstep.protocol.session.ZooKeeperClient;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converters for the values of the options of {@code bench}. */
final class BenchConverters {

    private BenchConverters() {}

    /** A number of nodes. */
    static final class Nodes implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return integer(text, 1, 2_000, "a number of nodes", ", separated by commas");
        }
    }

    /** How many cycles a run has. */
    static final class Cycles implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return integer(text, 10, 1_000_000, "a number of cycles", "");
        }
    }

    /** How often everything is run. */
    static final class Rounds implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return integer(text, 1, 100, "a number of rounds", "");
        }
    }

    /** A ZooKeeper connect string. */
    static final class Hosts implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            try {
                ZooKeeperClient.parse(text);
                return text.strip();
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    private static int integer(String text, int min, int max, String name, String more) {
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, as for a number out of range.
        }
        throw new TypeConversionException(
                "'%s' is not %s; allowed are whole numbers from %d to %d%s".formatted(text, name, min, max, more));
    }
}
