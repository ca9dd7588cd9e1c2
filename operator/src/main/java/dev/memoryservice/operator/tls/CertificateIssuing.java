package dev.memoryservice.operator.tls;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.tls.TLSSpec;
import dev.memoryservice.operator.server.ServerAddress;
import dev.memoryservice.operator.server.ServerNames;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Makes the authorities and certificates of the operator's own, and renews them.
 *
 * <p>Each decision depends on what the Secrets hold and on the clock alone: what is still good is given back unchanged.
 */
@Singleton
public class CertificateIssuing {

    private static final Logger LOG = Logger.getLogger(CertificateIssuing.class);

    /** Half of its life is left to the clients to fetch the next one. No certificate is valid for longer than this. */
    private static final Duration AUTHORITY_RENEWAL = Authority.LIFETIME.dividedBy(2);

    private final Clock clock;

    @Inject
    CertificateIssuing() {
        this(Clock.systemUTC());
    }

    public CertificateIssuing(Clock clock) {
        this.clock = clock;
    }

    /** Entries of the authority's Secret: those that it has, renewed ones, or those of a new authority. */
    public Map<String, String> authority(MemoryService service, Optional<Map<String, String>> existing) {
        Instant now = clock.instant();
        Optional<Authority> known = existing.flatMap(data -> authority(service, data))
                .filter(authority ->
                        authority.certificate().getNotAfter().toInstant().isAfter(now));
        if (known.isPresent() && !authorityIsDue(known.get(), now)) {
            return entries(known.get());
        }
        Authority authority = known.map(before -> before.renewed(now))
                .orElseGet(() -> Authority.create(service.getMetadata().getName() + " authority", now));
        LOG.infof(
                "MemoryService %s/%s: %s certificate authority, valid until %s",
                service.getMetadata().getNamespace(),
                service.getMetadata().getName(),
                known.isPresent() ? "renewed the" : "made a",
                authority.certificate().getNotAfter().toInstant());
        return entries(authority);
    }

    /**
     * Entries of the certificate's Secret: those that it has, or those of a new certificate.
     *
     * @param authority the entries of the authority's Secret
     */
    public Map<String, String> certificate(
            MemoryService service, Optional<Map<String, String>> existing, Map<String, String> authority) {
        Authority signer = authority(service, authority)
                .orElseThrow(() -> new IllegalStateException(
                        "the Secret " + ServerNames.authority(service) + " holds no authority"));
        Instant now = clock.instant();
        Optional<CertificateMaterial> good = existing.flatMap(data -> read(ServerNames.certificate(service), data))
                .filter(material -> isAsDeclared(material, service, signer) && !isDue(material, service, now))
                .map(material ->
                        new CertificateMaterial(material.chain(), material.key(), List.of(signer.certificate())));
        if (good.isPresent()) {
            return entries(good.get());
        }
        CertificateMaterial issued = signer.issue(
                service.getMetadata().getName(),
                names(service),
                service.declared().tls().validity(),
                now);
        LOG.infof(
                "MemoryService %s/%s: issued a certificate, valid until %s",
                service.getMetadata().getNamespace(), service.getMetadata().getName(), issued.notAfter());
        return entries(issued);
    }

    /** The names that a certificate of the server is valid for. */
    public static List<String> names(MemoryService service) {
        return Stream.concat(
                        ServerAddress.of(service).hostNames().stream(), service.declared().tls().dnsNames().stream())
                .distinct()
                .toList();
    }

    /** When the authority and the certificate are looked at again at the latest. */
    static Instant renewal(MemoryService service, Instant notAfter) {
        return notAfter.minus(service.declared().tls().renewal());
    }

    private static boolean authorityIsDue(Authority authority, Instant now) {
        return !now.isBefore(authority.certificate().getNotAfter().toInstant().minus(AUTHORITY_RENEWAL));
    }

    private static boolean isDue(CertificateMaterial material, MemoryService service, Instant now) {
        return now.isBefore(material.notBefore()) || !now.isBefore(renewal(service, material.notAfter()));
    }

    private static boolean isAsDeclared(CertificateMaterial material, MemoryService service, Authority signer) {
        TLSSpec tls = service.declared().tls();
        return signer.signed(material.own())
                && material.names().equals(new TreeSet<>(names(service)))
                && Duration.between(material.notBefore(), material.notAfter())
                        .equals(tls.validity().plus(Authority.SKEW));
    }

    private static Optional<Authority> authority(MemoryService service, Map<String, String> data) {
        return read(ServerNames.authority(service), data)
                .filter(material -> material.own().getBasicConstraints() >= 0)
                .map(material -> new Authority(material.own(), material.key()));
    }

    /** What is there, unless someone broke it: then it is made anew. */
    private static Optional<CertificateMaterial> read(String secret, Map<String, String> data) {
        try {
            return Optional.of(CertificateMaterial.read(secret, data));
        } catch (CertificateProblem problem) {
            LOG.warnf("%s It is made anew.", problem.getMessage());
            return Optional.empty();
        }
    }

    private static Map<String, String> entries(Authority authority) {
        return encode(Map.of(
                CertificateMaterial.CERTIFICATE,
                Pem.of(authority.certificate()),
                CertificateMaterial.PRIVATE_KEY,
                Pem.of(authority.key())));
    }

    private static Map<String, String> entries(CertificateMaterial material) {
        return encode(Map.of(
                CertificateMaterial.CERTIFICATE,
                Pem.of(material.own()),
                CertificateMaterial.PRIVATE_KEY,
                Pem.of(material.key()),
                CertificateMaterial.AUTHORITY,
                material.authorityText().orElseThrow()));
    }

    private static Map<String, String> encode(Map<String, String> entries) {
        Map<String, String> data = new TreeMap<>();
        entries.forEach((name, text) ->
                data.put(name, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        return data;
    }
}
