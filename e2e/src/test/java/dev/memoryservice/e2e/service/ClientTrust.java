package dev.memoryservice.e2e.service;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What a client does with the {@code ca.crt} that it is given. */
final class ClientTrust {

    private ClientTrust() {}

    static SSLContext in(String authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (var authority : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(authorities.getBytes(StandardCharsets.UTF_8)))) {
                store.setCertificateEntry(String.valueOf(store.size()), authority);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("ca.crt cannot be used: " + authorities, e);
        }
    }
}
