package dev.memoryservice.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The SHA-256 of a secret, which is all that is kept of it: a dump of the heap does not give a key away. Secrets are
 * random and of 256 bits, so that a plain digest is enough. Compared in constant time; the place in a hash table tells
 * of the digest alone, of which nothing leads back to the secret.
 */
public final class SecretDigest {

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");

    private final byte[] sha256;

    private SecretDigest(byte[] sha256) {
        this.sha256 = sha256;
    }

    /** The digest of a secret as it was presented. */
    public static SecretDigest of(String secret) {
        return new SecretDigest(digest(secret.getBytes(StandardCharsets.UTF_8)));
    }

    /** The SHA-256 of something that is no secret by itself, as 64 lower-case hexadecimal digits. */
    static String sha256(byte[] content) {
        return HexFormat.of().formatHex(digest(content));
    }

    private static byte[] digest(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The 64 hexadecimal digits of the digest of a secret, to be kept. */
    public static String hexOf(String secret) {
        return HexFormat.of().formatHex(of(secret).sha256);
    }

    /** Whether the text is a digest: 64 hexadecimal digits. */
    static boolean isHex(String text) {
        return HEX.matcher(text).matches();
    }

    /**
     * The digest that was kept.
     *
     * @param text 64 hexadecimal digits
     */
    public static SecretDigest ofHex(String text) {
        return new SecretDigest(HexFormat.of().parseHex(text));
    }

    /** The first eight hexadecimal digits. */
    String fingerprint() {
        return HexFormat.of().formatHex(sha256, 0, 4);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretDigest digest && MessageDigest.isEqual(sha256, digest.sha256);
    }

    @Override
    public int hashCode() {
        return (sha256[0] & 0xff) << 24 | (sha256[1] & 0xff) << 16 | (sha256[2] & 0xff) << 8 | (sha256[3] & 0xff);
    }

    /** Nothing of the digest: it has no place in a log. */
    @Override
    public String toString() {
        return "SecretDigest";
    }
}
