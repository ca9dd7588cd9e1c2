package dev.memoryservice.server.oauth.keys;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RSA keys as PEM has them. What is wrong with a text is said without a word of it. */
final class PemKey {

    /** What NIST SP 800-131A and RFC 7518, 3.3 ask for. */
    private static final int SHORTEST = 2048;

    private static final int LONGEST = 8192;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private PemKey() {}

    /**
     * A private key with the public one that belongs to it.
     *
     * @throws IOException when it is none, of another kind, or too short
     */
    static RSAPrivateCrtKey privateKey(String pem) throws IOException {
        byte[] encoded = block(pem, "PRIVATE KEY");
        try {
            if (KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded))
                    instanceof RSAPrivateCrtKey key) {
                int bits = key.getModulus().bitLength();
                if (bits < SHORTEST || bits > LONGEST) {
                    throw new IOException(
                            "is an RSA key of " + bits + " bits: use one of " + SHORTEST + " to " + LONGEST);
                }
                return key;
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("is no RSA key", e);
        }
        throw new IOException("is an RSA key without its primes");
    }

    /** The public key of a private one. */
    static RSAPublicKey publicKey(RSAPrivateCrtKey key) {
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has RSA", e);
        }
    }

    /**
     * A public key.
     *
     * @throws IOException when it is none
     */
    static RSAPublicKey publicKey(String pem) throws IOException {
        try {
            if (KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(block(pem, "PUBLIC KEY")))
                    instanceof RSAPublicKey key) {
                return key;
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("is no RSA key", e);
        }
        throw new IOException("is no RSA key");
    }

    /** The PEM of a private key. */
    static String pem(RSAPrivateCrtKey key) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static byte[] block(String pem, String kind) throws IOException {
        // Environment files keep a line break as \n.
        Matcher block = BLOCK.matcher(pem.replace("\\n", "\n"));
        if (!block.find()) {
            throw new IOException("is no PEM");
        }
        if (!block.group(1).equals(kind)) {
            throw new IOException("is a PEM of '" + block.group(1) + "' where '" + kind
                    + "' is wanted; openssl pkcs8 -topk8 -nocrypt converts a private key");
        }
        try {
            return Base64.getMimeDecoder().decode(block.group(2));
        } catch (IllegalArgumentException e) {
            throw new IOException("is no PEM", e);
        }
    }
}
