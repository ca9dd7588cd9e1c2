package dev.memoryservice.server.tls;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/** The two PEM files that a server proves itself with. */
record CertificateFiles(Path certificate, Path privateKey) {

    /** No chain is longer; a bigger file is something else that was mounted by mistake. */
    private static final long LONGEST_FILE = 1 << 20;

    /** A certificate, and what serves with it and its key. */
    record Pair(X509Certificate certificate, KeyManagerFactory keys) {}

    private static final byte[] SIGNED = "the key belongs to the certificate".getBytes(StandardCharsets.UTF_8);

    /**
     * Stands for what is in the two files, and is the same until that changes. Much cheaper than to {@link #check} them, for
     * which the key is encrypted and decrypted several times.
     *
     * @throws IOException when a file cannot be read, or is too long to be what it should
     */
    String fingerprint() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(read(certificate).getBytes());
            return HexFormat.of().formatHex(digest.digest(read(privateKey).getBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * The server's own certificate, with its key.
     *
     * @throws IOException when a file cannot be read or parsed, or when the key belongs to another certificate; the
     *     message names the files and never says what is in them
     */
    Pair check(Vertx vertx) throws IOException {
        try {
            PemKeyCertOptions pair =
                    new PemKeyCertOptions().setCertValue(read(certificate)).setKeyValue(read(privateKey));
            String alias = pair.loadKeyStore(vertx).aliases().nextElement();
            KeyManagerFactory factory = pair.getKeyManagerFactory(vertx);
            X509KeyManager keys = (X509KeyManager) factory.getKeyManagers()[0];
            X509Certificate own = keys.getCertificateChain(alias)[0];
            if (!belongsTo(keys.getPrivateKey(alias), own)) {
                throw new IOException("the private key %s does not belong to the certificate %s: renew both together"
                        .formatted(privateKey, certificate));
            }
            return new Pair(own, factory);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(
                    "%s and %s are no PEM certificate and private key (%s)"
                            .formatted(certificate, privateKey, e.getClass().getSimpleName()),
                    e);
        }
    }

    private static Buffer read(Path file) throws IOException {
        if (Files.size(file) > LONGEST_FILE) {
            throw new IOException(file + " is longer than " + LONGEST_FILE + " bytes, so it is no certificate or key");
        }
        return Buffer.buffer(Files.readAllBytes(file));
    }

    private static boolean belongsTo(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(SIGNED);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(SIGNED);
        return signature.verify(signed);
    }
}
