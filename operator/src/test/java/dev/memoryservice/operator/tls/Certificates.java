package dev.memoryservice.operator.tls;

import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates as a person or cert-manager would bring them: the entries of a Secret in clear text. */
public final class Certificates {

    private Certificates() {}

    /** Looks at certificates in a cluster without cert-manager. */
    public static ServerCertificates inspector() {
        return new ServerCertificates(new CertificateInspection(), new CertManager(() -> false, Clock.systemUTC()));
    }

    /** For these names, valid for 90 days from now, of an authority of its own. */
    public static Map<String, String> valid(String... names) {
        return valid(Clock.systemUTC().instant(), Duration.ofDays(90), names);
    }

    /** For these names, valid for some time from an instant on, of an authority of its own. */
    public static Map<String, String> valid(Instant from, Duration validity, String... names) {
        CertificateMaterial material =
                Authority.create("a test authority", from).issue("a test", List.of(names), validity, from);
        Map<String, String> entries = new TreeMap<>();
        entries.put("tls.crt", Pem.of(material.own()));
        entries.put("tls.key", Pem.of(material.key()));
        entries.put("ca.crt", material.authorityText().orElseThrow());
        return entries;
    }

    /** How long the certificate in a Secret is valid from now on. */
    public static long daysLeft(Map<String, String> data) {
        try {
            return Duration.between(
                            Clock.systemUTC().instant(),
                            CertificateMaterial.read("a test", data).notAfter())
                    .toDays();
        } catch (CertificateProblem problem) {
            throw new AssertionError(problem);
        }
    }

    /** Entries as the API has them. */
    public static Map<String, String> encode(Map<String, String> entries) {
        return entries.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> Base64.getEncoder()
                .encodeToString(entry.getValue().getBytes(StandardCharsets.UTF_8))));
    }

    /** What a server that has the entries proves itself with. */
    public static SSLContext server(Map<String, String> entries) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry(
                "server",
                Pem.privateKey(entries.get("tls.key")),
                new char[0],
                Pem.certificates(entries.get("tls.crt")).toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
