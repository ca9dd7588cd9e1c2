package dev.memoryservice.server.dashboard;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * One file that browsers load, kept compressed as nearly all of them take it.
 *
 * @param contentType with its character set
 * @param tag the strong entity tag (RFC 9110, 8.8.3): changes with the content only
 * @param compressed the content in gzip
 */
record StaticFile(String contentType, String tag, Buffer compressed) {

    /** What may be served, by ending; a file with another one is none. */
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml; charset=utf-8",
            "txt", "text/plain; charset=utf-8");

    private static final int TAG_BYTES = 12;

    /**
     * Reads a file of the build.
     *
     * @param resource its absolute name on the class path
     */
    static Optional<StaticFile> read(String resource) {
        String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
        if (type == null) {
            return Optional.empty();
        }
        try (InputStream file = StaticFile.class.getResourceAsStream(resource)) {
            if (file == null) {
                return Optional.empty();
            }
            byte[] content = file.readAllBytes();
            return Optional.of(new StaticFile(type, tagOf(content), Buffer.buffer(gzip(content))));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    /** The content as it is, for the few that take no gzip. */
    Buffer plain() {
        try (GZIPInputStream content = new GZIPInputStream(new ByteArrayInputStream(compressed.getBytes()))) {
            return Buffer.buffer(content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(content);
        }
        return compressed.toByteArray();
    }

    private static String tagOf(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
