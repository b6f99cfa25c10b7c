package dev.lockstep.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The URL to which reports are sent.
 *
 * @param uri absolute, with a path
 * @param legacy whether it is the older API, which accepts only the mean: {@code GET URI?dato=<mean>}
 */
public record ApiUrl(URI uri, boolean legacy) {

    /** The texts that {@link #parse} accepts, as a part of a sentence. */
    public static final String ALLOWED =
            "an http or https URL; host:port alone means http://host:port" + ApiUrl.REPORTS;

    private static final String REPORTS = "/api/v1/reports";
    private static final int MAX_PORT = 65_535;

    /**
     * Parses a URL: the default scheme is {@code http://}, the default path {@code /api/v1/reports}.
     *
     * @throws IllegalArgumentException if {@code text} is not a URL to which a report can be sent
     */
    public static ApiUrl parse(String text) {
        String address = text.strip();
        try {
            URI given = new URI(address.contains("://") ? address : "http://" + address);
            check(text, given);
            boolean bare = given.getRawPath().isEmpty() || given.getRawPath().equals("/");
            URI uri = bare
                    ? given.resolve(REPORTS + (given.getRawQuery() == null ? "" : "?" + given.getRawQuery()))
                    : given;
            String path = uri.getRawPath();
            return new ApiUrl(uri, path.endsWith("/nuevo") || path.endsWith("/detectar"));
        } catch (URISyntaxException e) {
            throw invalid(text, "is not a URL (" + e.getReason() + ")");
        }
    }

    private static void check(String text, URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw invalid(text, "has the scheme '" + uri.getScheme() + "'");
        }
        if (uri.getHost() == null) {
            throw invalid(text, "has no valid host");
        }
        if (uri.getRawAuthority().endsWith(":") || uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
            throw invalid(text, "has no valid port");
        }
        if (uri.getRawUserInfo() != null) {
            throw invalid(text, "contains a user name, which would appear in logs");
        }
        if (uri.getRawFragment() != null) {
            throw invalid(text, "has a fragment ('#')");
        }
    }

    private static IllegalArgumentException invalid(String text, String reason) {
        return new IllegalArgumentException("'" + text + "' " + reason + "; allowed is " + ALLOWED);
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
