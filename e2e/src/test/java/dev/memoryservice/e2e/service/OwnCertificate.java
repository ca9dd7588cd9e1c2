package dev.memoryservice.e2e.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;

/** Certificates as a person brings them: made for one MemoryService by another one, which never runs. */
public final class OwnCertificate {

    private OwnCertificate() {}

    /** Puts a new certificate for the service, of a new authority, into the Secret. */
    public static Map<String, String> create(MemoryServiceHandle service, String secret) {
        Map<String, String> entries = make(service);
        put(service, secret, entries);
        return entries;
    }

    /** Entries of a new certificate for the service, encoded as the API has them. */
    public static Map<String, String> make(MemoryServiceHandle service) {
        MemoryServiceHandle maker = MemoryServiceHandle.apply(
                service.namespace(),
                "maker-" + UUID.randomUUID().toString().substring(0, 6),
                "  {suspend: true, deletionPolicy: Delete, tls: {mode: SelfSigned, dnsNames: [" + service.host()
                        + "]}}");
        Secret made = Awaitility.await("a certificate")
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> Optional.ofNullable(ClusterUnderTest.client()
                                .secrets()
                                .inNamespace(service.namespace())
                                .withName(maker.name() + "-tls")
                                .get()),
                        Optional::isPresent)
                .orElseThrow();
        maker.delete();
        return made.getData();
    }

    /** Entries of a certificate for the service that expired a day ago, encoded as the API has them. */
    public static Map<String, String> expired(MemoryServiceHandle service) {
        return selfSigned(service, "-3d", 2);
    }

    /**
     * Entries of a certificate that is its own authority, encoded as the API has them: made by the JDK's tool.
     *
     * @param since when its time begins, from now, for example {@code -23H}
     * @param days how long that is
     */
    public static Map<String, String> selfSigned(MemoryServiceHandle service, String since, int days) {
        try {
            Path folder = Files.createTempDirectory("certificate");
            Path file = folder.resolve("certificate.p12");
            String password = UUID.randomUUID().toString();
            ProcessBuilder keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "server",
                            "-keyalg",
                            "RSA",
                            "-startdate",
                            since,
                            "-validity",
                            String.valueOf(days),
                            "-dname",
                            "CN=" + service.name(),
                            "-ext",
                            "SAN=dns:" + service.host(),
                            "-keystore",
                            file.toString(),
                            "-storetype",
                            "PKCS12",
                            "-storepass:env",
                            "PASSWORD")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            keytool.environment().put("PASSWORD", password);
            assertThat(keytool.start().waitFor()).as("exit status of keytool").isZero();
            KeyStore store = KeyStore.getInstance(file.toFile(), password.toCharArray());
            String certificate =
                    pem("CERTIFICATE", store.getCertificate("server").getEncoded());
            return Map.of(
                    "tls.crt",
                    certificate,
                    "ca.crt",
                    certificate,
                    "tls.key",
                    pem(
                            "PRIVATE KEY",
                            store.getKey("server", password.toCharArray()).getEncoded()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a certificate", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while making a certificate", e);
        }
    }

    /** The same entries, for clients that trust another certificate of {@link #selfSigned} as well: one that follows. */
    public static Map<String, String> trusting(Map<String, String> entries, Map<String, String> follower) {
        Map<String, String> both = new HashMap<>(entries);
        both.put("ca.crt", encode(decode(entries.get("tls.crt")) + decode(follower.get("tls.crt"))));
        return both;
    }

    private static String decode(String entry) {
        return new String(Base64.getDecoder().decode(entry), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String pem(String kind, byte[] der) {
        String text = "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der));
        return encode(text);
    }

    /** Puts these entries into the Secret, which replaces what it has. */
    public static void put(MemoryServiceHandle service, String secret, Map<String, String> entries) {
        ClusterUnderTest.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(secret)
                        .withNamespace(service.namespace())
                        .endMetadata()
                        .withType("kubernetes.io/tls")
                        .withData(entries)
                        .build())
                .fieldManager("e2e")
                .forceConflicts()
                .serverSideApply();
    }
}
