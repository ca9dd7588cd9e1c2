package dev.memoryservice.operator.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemObjectGenerator;

/** Certificates and private keys as text (RFC 7468). */
public final class Pem {

    /** No chain is longer; a Secret holds at most a mebibyte anyhow. */
    private static final int MOST_CERTIFICATES = 16;

    private Pem() {}

    static String of(X509Certificate certificate) {
        return write(certificate);
    }

    /** The key as unencrypted PKCS #8. */
    public static String of(PrivateKey key) {
        PemObjectGenerator pkcs8 = () -> new PemObject("PRIVATE KEY", key.getEncoded());
        return write(pkcs8);
    }

    private static String write(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /**
     * The certificates of a text, in its order; what stands between them is ignored.
     *
     * @throws CertificateException when there is none, more than 16, or one that cannot be read
     */
    public static List<X509Certificate> certificates(String text) throws CertificateException {
        List<X509Certificate> found = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
        if (found.isEmpty() || found.size() > MOST_CERTIFICATES) {
            throw new CertificateException(found.size() + " certificates");
        }
        return found;
    }

    /**
     * The first private key of a text: PKCS #8, or the older forms of RSA and EC keys.
     *
     * @throws IOException when there is none that can be read, an encrypted one included; the message says nothing of
     *     the key
     */
    public static PrivateKey privateKey(String text) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                if (object instanceof PrivateKeyInfo pkcs8) {
                    return converter.getPrivateKey(pkcs8);
                }
                if (object instanceof PEMKeyPair pair) {
                    return converter.getKeyPair(pair).getPrivate();
                }
            }
        } catch (RuntimeException malformed) {
            throw new IOException("malformed", malformed);
        }
        throw new IOException("no unencrypted private key");
    }
}
