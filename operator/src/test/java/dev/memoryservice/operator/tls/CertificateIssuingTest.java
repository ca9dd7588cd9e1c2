package dev.memoryservice.operator.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.testing.Services;
import dev.memoryservice.operator.testing.SettableClock;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CertificateIssuingTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final SettableClock clock = new SettableClock(NOON);
    private final CertificateIssuing issuing = new CertificateIssuing(clock);
    private final MemoryService service = Services.withSpec("tls: {mode: SelfSigned, dnsNames: [memory.example.com]}");

    @Test
    void aCertificateIsForEveryNameOfTheServiceAndThoseThatTheUserAdds() throws Exception {
        CertificateMaterial issued = read(certificate(authority()));

        assertThat(issued.names())
                .containsExactly(
                        "memory.example.com",
                        "team",
                        "team.agents",
                        "team.agents.svc",
                        "team.agents.svc.cluster.local");
        assertThat(issued.notAfter()).isEqualTo(NOON.plus(Duration.ofDays(90)));
        assertThat(issued.leadsToAuthority(NOON)).isTrue();
        assertThat(issued.own().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(issued.own().getBasicConstraints()).isEqualTo(-1);
    }

    @Test
    void theAuthorityMaySignServersAndNoFurtherAuthorities() throws Exception {
        X509Certificate authority = read(authority()).own();

        assertThat(authority.getBasicConstraints()).isZero();
        assertThat(authority.getKeyUsage()[5]).as("keyCertSign").isTrue();
        assertThat(authority.getKeyUsage()[0]).as("digitalSignature").isFalse();
    }

    @Test
    void aCertificateOfTheLongestNamesCanBeMade() throws Exception {
        MemoryService longest = Services.withSpec("tls: {mode: SelfSigned, lifetime: 19800h}");
        longest.getMetadata().setName("m".repeat(50));
        longest.getMetadata().setNamespace("n".repeat(63));

        Map<String, String> issued =
                issuing.certificate(longest, Optional.empty(), issuing.authority(longest, Optional.empty()));

        assertThat(read(issued).isFor("m".repeat(50) + "." + "n".repeat(63) + ".svc"))
                .isTrue();
    }

    @Test
    void whatIsGoodIsGivenBackUnchanged() {
        Map<String, String> authority = authority();
        Map<String, String> certificate = certificate(authority);

        clock.pass(Duration.ofDays(59));

        assertThat(issuing.authority(service, Optional.of(authority))).isEqualTo(authority);
        assertThat(issuing.certificate(service, Optional.of(certificate), authority))
                .isEqualTo(certificate);
    }

    @Test
    void aCertificateIsRenewedWhenAThirdOfItsLifeIsLeft() throws Exception {
        Map<String, String> authority = authority();
        Map<String, String> first = certificate(authority);

        clock.pass(Duration.ofDays(60).minusSeconds(1));
        assertThat(issuing.certificate(service, Optional.of(first), authority)).isEqualTo(first);
        clock.pass(Duration.ofSeconds(1));
        Map<String, String> second = issuing.certificate(service, Optional.of(first), authority);

        assertThat(read(second).notAfter()).isEqualTo(clock.instant().plus(Duration.ofDays(90)));
        assertThat(second.get("tls.key")).isNotEqualTo(first.get("tls.key"));
        assertThat(second.get("ca.crt")).isEqualTo(first.get("ca.crt"));
    }

    @Test
    void theUserSaysHowLongItLivesAndWhenItIsRenewed() throws Exception {
        MemoryService hourly = Services.withSpec("tls: {mode: SelfSigned, lifetime: 1h30m, renewBefore: 80m}");
        Map<String, String> authority = issuing.authority(hourly, Optional.empty());
        Map<String, String> first = issuing.certificate(hourly, Optional.empty(), authority);

        assertThat(read(first).notAfter()).isEqualTo(NOON.plus(Duration.ofMinutes(90)));
        clock.pass(Duration.ofMinutes(10));
        assertThat(issuing.certificate(hourly, Optional.of(first), authority)).isNotEqualTo(first);
    }

    @Test
    void anotherNameOrAnotherLifetimeIsIssuedAtOnce() throws Exception {
        Map<String, String> authority = authority();
        Map<String, String> first = certificate(authority);

        for (String spec : List.of(
                "tls: {mode: SelfSigned, dnsNames: [other.example.com]}",
                "tls: {mode: SelfSigned, dnsNames: [memory.example.com], lifetime: 100h}")) {
            assertThat(issuing.certificate(Services.withSpec(spec), Optional.of(first), authority))
                    .as(spec)
                    .isNotEqualTo(first);
        }
    }

    @Test
    void whatSomeoneBrokeIsMadeAnew() throws Exception {
        Map<String, String> authority = authority();
        Map<String, String> certificate = new HashMap<>(certificate(authority));
        certificate.put("tls.key", authority.get("tls.key"));

        Map<String, String> repaired = issuing.certificate(service, Optional.of(certificate), authority);

        assertThat(read(repaired).leadsToAuthority(NOON)).isTrue();
        assertThat(issuing.authority(service, Optional.of(Map.of("tls.crt", "bm90aGluZw=="))))
                .containsKeys("tls.crt", "tls.key");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsReplaced() throws Exception {
        Map<String, String> certificate = certificate(authority());
        Map<String, String> another = authority();

        Map<String, String> replaced = issuing.certificate(service, Optional.of(certificate), another);

        assertThat(replaced.get("ca.crt")).isEqualTo(another.get("tls.crt"));
        assertThat(read(replaced).leadsToAuthority(NOON)).isTrue();
    }

    @Test
    void whoeverTrustsTheAuthorityBeforeItsRenewalTrustsItsCertificatesAfterwardsAndTheOtherWayRound()
            throws Exception {
        Map<String, String> before = authority();
        Map<String, String> old = certificate(before);
        clock.pass(Duration.ofDays(1825));

        Map<String, String> after = issuing.authority(service, Optional.of(before));
        Map<String, String> renewed = issuing.certificate(service, Optional.of(old), after);

        assertThat(after).isNotEqualTo(before);
        assertThat(after.get("tls.key")).isEqualTo(before.get("tls.key"));
        assertThat(trusting(before, renewed).leadsToAuthority(clock.instant())).isTrue();
        Map<String, String> lastOfBefore = issuing.certificate(service, Optional.empty(), before);
        assertThat(trusting(after, lastOfBefore).leadsToAuthority(clock.instant()))
                .isTrue();
        assertThat(trusting(after, renewed).leadsToAuthority(clock.instant())).isTrue();
    }

    @Test
    void aCertificateLeadsToItsAuthorityWhileItIsValidHoweverOftenThatIsAsked() throws Exception {
        CertificateMaterial material = read(certificate(authority()));

        for (int time = 0; time < 2; time++) {
            assertThat(material.leadsToAuthority(material.notBefore().minusSeconds(1)))
                    .isFalse();
            assertThat(material.leadsToAuthority(material.notBefore())).isTrue();
            assertThat(material.leadsToAuthority(material.notAfter())).isTrue();
            assertThat(material.leadsToAuthority(material.notAfter().plusSeconds(1)))
                    .isFalse();
        }
    }

    @Test
    void anExpiredAuthorityIsNotContinued() {
        Map<String, String> before = authority();
        clock.pass(Duration.ofDays(3651));

        assertThat(issuing.authority(service, Optional.of(before)).get("tls.key"))
                .isNotEqualTo(before.get("tls.key"));
    }

    @Test
    void noKeyIsInAText() throws Exception {
        CertificateMaterial material = read(certificate(authority()));

        assertThat(material + " " + new Authority(material.own(), material.key()))
                .doesNotContain("EC", "PRIVATE");
    }

    private Map<String, String> authority() {
        return issuing.authority(service, Optional.empty());
    }

    private Map<String, String> certificate(Map<String, String> authority) {
        return issuing.certificate(service, Optional.empty(), authority);
    }

    private static CertificateMaterial read(Map<String, String> data) throws CertificateProblem {
        return CertificateMaterial.read("secret", data);
    }

    /** The certificate as a client sees it that trusts this authority. */
    private static CertificateMaterial trusting(Map<String, String> authority, Map<String, String> certificate)
            throws CertificateProblem {
        CertificateMaterial material = read(certificate);
        return new CertificateMaterial(
                material.chain(), material.key(), List.of(read(authority).own()));
    }
}
