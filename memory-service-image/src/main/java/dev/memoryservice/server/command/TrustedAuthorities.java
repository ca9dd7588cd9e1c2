package dev.memoryservice.server.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The authorities of a file, in place of those that everybody trusts. */
final class TrustedAuthorities {

    private TrustedAuthorities() {}

    /** @throws IOException when it cannot be used; the message says why, and names the option */
    static SSLContext read(Path file) throws IOException {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("authority " + trusted.size(), authority);
            }
            if (trusted.size() == 0) {
                throw new IOException("--ca-file " + file + " has no certificate in it");
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (NoSuchFileException e) {
            throw new IOException("--ca-file " + file + " is not there", e);
        } catch (GeneralSecurityException e) {
            throw new IOException("--ca-file " + file + " cannot be read: " + e, e);
        }
    }
}
