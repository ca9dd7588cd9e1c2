package dev.memoryservice.server.oauth.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Where the answer to an authorization request may lead. */
public final class RedirectUris {

    /** How many a client has at most. */
    static final int MOST = 20;

    private static final int LONGEST = 2048;

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

    /** Schemes that browsers work on themselves. */
    private static final Set<String> DANGEROUS = Set.of(
            "javascript",
            "data",
            "file",
            "blob",
            "about",
            "vbscript",
            "view-source",
            "filesystem",
            "ws",
            "wss",
            "ftp",
            "mailto",
            "tel",
            "intent",
            "jar");

    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*");

    private RedirectUris() {}

    /** Whether an answer may lead to an address of this kind at all: https, the loopback, or an application's own scheme. */
    static boolean allowed(String uri) {
        URI parsed;
        try {
            parsed = new URI(uri);
        } catch (URISyntaxException e) {
            return false;
        }
        String scheme = parsed.getScheme() == null ? "" : parsed.getScheme().toLowerCase(Locale.ROOT);
        if (uri.length() > LONGEST
                || uri.chars().anyMatch(c -> c <= ' ' || c > '~')
                || parsed.getRawFragment() != null
                || parsed.getRawUserInfo() != null
                || !SCHEME.matcher(scheme).matches()) {
            return false;
        }
        return switch (scheme) {
            case "https" -> parsed.getHost() != null;
            case "http" -> isLoopback(parsed);
            default -> !DANGEROUS.contains(scheme);
        };
    }

    /**
     * Whether a client may have its answer there: one of its addresses, letter by letter; on the loopback with any port,
     * because programs take one that is free (RFC 8252, 7.3).
     */
    public static boolean matches(List<String> registered, String uri) {
        return allowed(uri) && registered.stream().anyMatch(one -> one.equals(uri) || sameButPort(one, uri));
    }

    /** Where a page may send its form, so that browsers follow the answer to there (Content Security Policy). */
    public static String policySource(String uri) {
        URI parsed = URI.create(uri);
        return switch (parsed.getScheme().toLowerCase(Locale.ROOT)) {
            // Wherever the application sends the browser on to.
            case "https" -> "https:";
            case "http" -> "http://" + parsed.getRawAuthority();
            default -> parsed.getScheme() + ":";
        };
    }

    private static boolean sameButPort(String one, String other) {
        try {
            URI first = new URI(one);
            URI second = new URI(other);
            return isLoopback(first) && isLoopback(second) && withoutPort(first).equals(withoutPort(second));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isLoopback(URI uri) {
        return "http".equals(uri.getScheme()) && uri.getHost() != null && LOOPBACK.contains(uri.getHost());
    }

    private static List<String> withoutPort(URI uri) {
        return List.of(
                uri.getHost(),
                uri.getRawPath() == null ? "" : uri.getRawPath(),
                uri.getRawQuery() == null ? "" : uri.getRawQuery());
    }
}
