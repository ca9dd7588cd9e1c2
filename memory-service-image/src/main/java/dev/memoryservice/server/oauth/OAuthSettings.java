package dev.memoryservice.server.oauth;

import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.auth.AuthMode;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is set about OAuth, checked once. Cheap: the server always has one. */
@Singleton
public final class OAuthSettings {

    /** For development, where a certificate is too much: nobody else can listen in on the loopback. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final Duration SHORTEST_LIFETIME = Duration.ofMinutes(1);
    private static final Duration LONGEST_ACCESS = Duration.ofDays(1);
    private static final Duration LONGEST_REFRESH = Duration.ofDays(365);
    private static final int MOST_REGISTRATIONS = 10_000;
    private static final Duration LONGEST_GRACE = Duration.ofMinutes(5);

    private final ServerConfig.OAuth config;
    private final boolean enabled;
    private final URI issuer;

    OAuthSettings(ServerConfig config) {
        this.config = config.oauth();
        enabled = AuthMode.of(config).contains(AuthMode.OAUTH);
        issuer = enabled ? issuer(config.oauth().issuer()) : URI.create("https://localhost");
        if (enabled) {
            within("access-token-lifetime", config.oauth().accessTokenLifetime(), SHORTEST_LIFETIME, LONGEST_ACCESS);
            within("refresh-token-lifetime", config.oauth().refreshTokenLifetime(), SHORTEST_LIFETIME, LONGEST_REFRESH);
            externalIssuer()
                    .ifPresent(url -> address(
                            "memory-service.oauth.external.issuer (MEMORY_SERVICE_OAUTH_EXTERNAL_ISSUER)", url));
            if (config.oauth().registrationsPerMinute() < 1
                    || config.oauth().registrationsPerMinute() > MOST_REGISTRATIONS) {
                throw new ConfigurationException("memory-service.oauth.registrations-per-minute is "
                        + config.oauth().registrationsPerMinute() + ": use 1 to " + MOST_REGISTRATIONS);
            }
            within("refresh-token-grace", config.oauth().refreshTokenGrace(), Duration.ZERO, LONGEST_GRACE);
        }
    }

    /** Whether OAuth is among the modes. */
    public boolean enabled() {
        return enabled;
    }

    /** Whether this server itself is the authorization server. */
    public boolean builtIn() {
        return enabled && externalIssuer().isEmpty();
    }

    /** The address of this server as clients see it, without a slash at its end; of the built-in server the issuer. */
    public String issuer() {
        return issuer.toString();
    }

    /** The address of something below the issuer. */
    public String address(String path) {
        return issuer + path;
    }

    /** The path of the issuer, without a slash at its end; mostly empty. */
    public String issuerPath() {
        return issuer.getRawPath() == null ? "" : issuer.getRawPath();
    }

    /** {@code scheme://host[:port]} of the issuer, as browsers name the site of its pages. */
    public String origin() {
        return issuer.getScheme() + "://" + issuer.getRawAuthority();
    }

    /** Whether clients reach the server over HTTPS, as browsers see it. */
    public boolean secure() {
        return "https".equals(issuer.getScheme());
    }

    /** Whether a resource (RFC 8707) is this server or a part of it. */
    public boolean isThisServer(String resource) {
        return resource.equals(issuer()) || resource.startsWith(issuer() + "/");
    }

    /** Whether an endpoint of OAuth answers here, which sees to its callers itself. */
    public boolean isOpen(String path) {
        return enabled && (builtIn() ? OAuthPaths.isOpen(path) : path.startsWith(OAuthPaths.RESOURCE_METADATA));
    }

    /** The host names that requests may be addressed to, with that of the issuer; none allows all, still. */
    public List<String> withHost(List<String> hosts) {
        return hosts.isEmpty() || !enabled ? hosts : with(hosts, issuer.getHost());
    }

    /** The sites whose pages may call, with this server's own, which a proxy in front of it may hide from it. */
    public List<String> withOrigin(List<String> origins) {
        return enabled ? with(origins, origin()) : origins;
    }

    private static List<String> with(List<String> some, String another) {
        return Stream.concat(some.stream(), Stream.of(another)).toList();
    }

    /** The issuer of the access tokens, where it is another one. */
    public Optional<String> externalIssuer() {
        return config.external().issuer().map(String::strip).filter(url -> !url.isEmpty());
    }

    /** Everything as it was set. */
    public ServerConfig.OAuth values() {
        return config;
    }

    private static URI issuer(Optional<String> given) {
        String text = given.map(String::strip).orElse("");
        while (text.endsWith("/")) {
            text = text.substring(0, text.length() - 1);
        }
        return address("memory-service.oauth.issuer (MEMORY_SERVICE_OAUTH_ISSUER)", text);
    }

    private static URI address(String name, String text) {
        if (text.isEmpty()) {
            throw new ConfigurationException("memory-service.auth.modes has OAuth, but " + name
                    + " is not set: give the https address of this server as clients see it");
        }
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(name + " is '" + text + "', which is no URL");
        }
        boolean plain = "http".equals(url.getScheme()) && LOOPBACK.contains(String.valueOf(url.getHost()));
        if (url.getHost() == null
                || url.getRawQuery() != null
                || url.getRawFragment() != null
                || url.getRawUserInfo() != null
                || !("https".equals(url.getScheme()) || plain)) {
            throw new ConfigurationException(name + " is '" + text
                    + "': use an https address without query and fragment (http for localhost only)");
        }
        return url;
    }

    private static void within(String name, Duration given, Duration least, Duration most) {
        if (given.compareTo(least) < 0 || given.compareTo(most) > 0) {
            throw new ConfigurationException(
                    "memory-service.oauth." + name + " is " + given + ": use a time from " + least + " to " + most);
        }
    }
}
