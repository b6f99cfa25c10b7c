package dev.lockstep.cli.option;

import dev.lockstep.config.ApiUrl;
import dev.lockstep.config.Durations;
import dev.lockstep.protocol.Znodes;
import dev.lockstep.protocol.session.ZooKeeperClient;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converters for the values of options. An error message has what is wrong and what is allowed. */
public final class Converters {

    private Converters() {}

    /** A ZooKeeper connect string. */
    static final class Hosts implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return checked(text.strip(), ZooKeeperClient::parse);
        }
    }

    /** A node id. */
    public static final class NodeId implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return checked(text, Znodes::requireId);
        }
    }

    /** A duration, kept as text because it is passed to the route files. */
    public static final class DurationText implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return checked(text.strip(), Durations::parse);
        }
    }

    /** The URL for the reports, as text. */
    public static final class ApiUrlText implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return checked(text.strip(), ApiUrl::parse);
        }
    }

    /** A duration that Java code uses. */
    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return Durations.parse(checked(text, Durations::parse));
        }
    }

    /** The URL of a Redis, or {@value #EMBEDDED}. The error message does not contain it, since it may have a password. */
    public static final class RedisUrl implements ITypeConverter<String> {

        /** The value for a Redis that this process starts. */
        public static final String EMBEDDED = "embedded";

        private static final Pattern ADDRESS = Pattern.compile("rediss?://[^/\\s]+(/\\d*)?");

        @Override
        public String convert(String text) {
            String url = text.strip();
            if (url.equals(EMBEDDED) || ADDRESS.matcher(url).matches()) {
                return url;
            }
            throw new TypeConversionException("this is not the address of a Redis; allowed are"
                    + " redis://[user:password@]host[:port][/database], rediss:// for TLS, or " + EMBEDDED);
        }
    }

    /** A TCP port to listen on. */
    public static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return integer(text, 1, 65_535, "a port");
        }
    }

    /** The number of nodes of a demo, at most as many as one machine can run. */
    public static final class Nodes implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return integer(text, 1, 50, "a number of nodes");
        }
    }

    /** The number of plants of a demo. */
    public static final class Plants implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return integer(text, 1, 10, "a number of plants");
        }
    }

    private static String checked(String text, Consumer<String> check) {
        try {
            check.accept(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static int integer(String text, int min, int max, String name) {
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, as for a number out of range.
        }
        throw new TypeConversionException(
                "'%s' is not %s; allowed are whole numbers from %d to %d".formatted(text, name, min, max));
    }
}
