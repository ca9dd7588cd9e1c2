package dev.memoryservice.server.backup.repository;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in an object store that speaks the protocol of S3.
 *
 * @param endpoint the store, without a path; empty for that of the region at Amazon
 * @param bucket the bucket, which must exist
 * @param prefix what the names of all objects begin with, without slashes around it; empty for none
 * @param region what requests are signed for
 * @param pathStyle whether the bucket is named in the path and not in the host
 * @param credentials a directory with the files {@code access-key-id} and {@code secret-access-key}, read for each
 *     request
 */
public record S3Location(
        Optional<URI> endpoint, String bucket, String prefix, String region, boolean pathStyle, Path credentials) {

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("|[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+){0,15}");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");

    /** @throws IllegalArgumentException when something cannot be right; the message says what, and of which setting */
    public S3Location {
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException(
                    "bucket is '" + bucket + "': 3 to 63 lower-case letters, digits, dots and dashes");
        }
        if (!PREFIX.matcher(prefix).matches() || prefix.length() > 512) {
            throw new IllegalArgumentException("prefix is '" + prefix
                    + "': letters, digits, dots, dashes and underscores, with slashes between, at most 512 characters");
        }
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException("region is '" + region + "': lower-case letters, digits and dashes");
        }
        if (endpoint.isPresent() && !isServer(endpoint.get())) {
            throw new IllegalArgumentException(
                    "endpoint is '" + endpoint.get() + "': give it as https://host or http://host:port");
        }
    }

    private static boolean isServer(URI uri) {
        boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        String path = uri.getPath() == null ? "" : uri.getPath();
        return http
                && uri.getHost() != null
                && uri.getUserInfo() == null
                && uri.getQuery() == null
                && path.length() < 2;
    }

    /** The address of the bucket, without a slash at its end. */
    String url() {
        URI server = endpoint.orElseGet(() -> URI.create("https://s3." + region + ".amazonaws.com"));
        String port = server.getPort() < 0 ? "" : ":" + server.getPort();
        return pathStyle
                ? server.getScheme() + "://" + server.getHost() + port + "/" + bucket
                : server.getScheme() + "://" + bucket + "." + server.getHost() + port;
    }

    /** The name of an object. */
    String key(String name) {
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** For people. */
    String place() {
        return "the bucket " + bucket + (prefix.isEmpty() ? "" : " under " + prefix + "/") + " at "
                + endpoint.map(URI::getAuthority).orElse("s3." + region + ".amazonaws.com");
    }
}
