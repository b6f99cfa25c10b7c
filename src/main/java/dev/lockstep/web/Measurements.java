package dev.lockstep.web;

import dev.lockstep.web.problem.InvalidRequestException;
import dev.lockstep.web.problem.Violation;
import dev.lockstep.web.redis.RedisKeys;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Header;
import redis.clients.jedis.UnifiedJedis;

/**
 * The older API: plain numbers without a key, in the order of their arrival.
 *
 * <p>This class is thread-safe. Its methods throw a {@link redis.clients.jedis.exceptions.JedisException} while Redis is
 * unavailable.
 */
public final class Measurements {

    private static final int MAX_LISTED = 1000;
    private static final int MAX_LENGTH = 64;
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private final UnifiedJedis redis;

    /** Creates a store in {@code redis}, which the caller closes. */
    public Measurements(UnifiedJedis redis) {
        this.redis = redis;
    }

    /**
     * Stores a number.
     *
     * @param dato the number as text
     * @return the text of the answer
     * @throws InvalidRequestException if it is missing or not a finite decimal number
     */
    public String add(@Header("dato") String dato) {
        // An unescaped plus sign in a query arrives as a space.
        String number = dato == null ? "" : dato.strip();
        if (number.length() > MAX_LENGTH
                || !NUMBER.matcher(number).matches()
                || !Double.isFinite(Double.parseDouble(number))) {
            throw new InvalidRequestException(
                    Violation.parameter("dato", "must be a finite decimal number, as in dato=79.66"));
        }
        redis.lpush(RedisKeys.MEASUREMENTS, number);
        return "Stored " + number + "\n";
    }

    /** Returns an HTML page with the last {@value #MAX_LISTED} numbers, newest first. */
    public String list() {
        long total = redis.llen(RedisKeys.MEASUREMENTS);
        List<String> newest = redis.lrange(RedisKeys.MEASUREMENTS, 0, MAX_LISTED - 1);
        StringBuilder page = new StringBuilder(
                """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><title>Measurements</title></head>
                <body><h1>Measurements</h1>
                """);
        page.append("<p>").append(total).append(" in all, the newest first.</p>\n<ol>\n");
        newest.forEach(number -> page.append("<li>").append(number).append("</li>\n"));
        return page.append("</ol>\n</body></html>\n").toString();
    }
}
