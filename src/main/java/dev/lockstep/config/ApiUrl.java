package dev.lockstep.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where reports go.
 *
 * @param uri absolute, with a path
 * @param legacy whether it is the older API, which takes only the mean: {@code GET URI?dato=<mean>}
 */
public record ApiUrl(URI uri, boolean legacy) {

    /** What {@link #parse} accepts, as a part of a sentence. */
    public static final String ALLOWED =
            "an http or https URL; host:port alone means http://host:port" + ApiUrl.REPORTS;

    private static final String REPORTS = "/api/v1/reports";
    private static final int MAX_PORT = 65_535;

    /**
     * Reads an address: without a scheme it means {@code http://}, without a path {@code /api/v1/reports}.
     *
     * @throws IllegalArgumentException if {@code text} is not an address to which a report can be sent
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
            throw refused(text, "is not a URL (" + e.getReason() + ")");
        }
    }

    private static void check(String text, URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw refused(text, "has the scheme '" + uri.getScheme() + "'");
        }
        if (uri.getHost() == null) {
            throw refused(text, "names no valid host");
        }
        if (uri.getRawAuthority().endsWith(":") || uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
            throw refused(text, "has no valid port");
        }
        if (uri.getRawUserInfo() != null) {
            throw refused(text, "carries a user name, which would show in logs");
        }
        if (uri.getRawFragment() != null) {
            throw refused(text, "has a fragment ('#')");
        }
    }

    private static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException("'" + text + "' " + why + "; allowed is " + ALLOWED);
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
