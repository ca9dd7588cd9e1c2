package dev.memoryservice.operator.verification;

import dev.memoryservice.operator.tls.Pem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whom the operator trusts when it asks a server over HTTPS: its authority, and nobody else. */
final class Trust {

    private Trust() {}

    /**
     * Trust in these authorities. The client checks the server's name by itself.
     *
     * @param authorities PEM; empty for those that the Java runtime trusts
     */
    static SSLContext in(Optional<String> authorities) throws IOException {
        try {
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(authorities.isPresent() ? store(authorities.get()) : null);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the authority cannot be read: " + e.getMessage(), e);
        }
    }

    private static KeyStore store(String authorities) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate authority : Pem.certificates(authorities)) {
            store.setCertificateEntry(String.valueOf(store.size()), authority);
        }
        return store;
    }
}
