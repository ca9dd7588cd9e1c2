package dev.memoryservice.e2e.service;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
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
