package dev.memoryservice.operator.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.testing.Services;
import dev.memoryservice.operator.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CertificateInspectionTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final String HOST = "team.agents.svc";

    private final SettableClock clock = new SettableClock(NOON);
    private final CertificateInspection inspection = new CertificateInspection(clock);
    private final MemoryService service = Services.withSpec("tls: {mode: Secret, secretName: mine}");

    @Test
    void aCertificateThatClientsAcceptIsValidUntilItsEnd() {
        CertificateState state = inspect(certificate(HOST));

        assertThat(state.ready()).isTrue();
        assertThat(state.message()).isEqualTo("the certificate is valid until 2026-11-22T12:00:00Z");
        assertThat(state.authority())
                .hasValueSatisfying(text -> assertThat(text).startsWith("-----BEGIN CERTIFICATE"));
        assertThat(state.nextChange(NOON)).hasValue(Instant.parse("2026-11-22T12:00:00Z"));
    }

    @Test
    void aNameWithAStarStandsForOneLabel() {
        assertThat(inspect(certificate("*.agents.svc")).ready()).isTrue();
        assertThat(inspect(certificate("*.svc")).reason()).isEqualTo("NameMismatch");
    }

    @Test
    void anExpiredCertificateIsToldButServes() {
        Map<String, String> certificate = certificate(HOST);
        clock.pass(Duration.ofDays(1));

        CertificateState state = inspect(certificate);

        assertThat(state.usable()).isTrue();
        assertThat(state.ready()).isFalse();
        assertThat(state.reason()).isEqualTo("Expired");
        assertThat(state.message())
                .isEqualTo(
                        "the certificate in the Secret \"mine\" expired at 2026-11-22T12:00:00Z, so clients refuse it;"
                                + " replace it");
        assertThat(state.nextChange(clock.instant())).isEmpty();
    }

    @Test
    void aCertificateOfTheFutureIsTold() {
        clock.pass(Duration.ofDays(-1));

        assertThat(inspect(certificate(HOST)).reason()).isEqualTo("NotYetValid");
    }

    @Test
    void aCertificateForOtherNamesIsTold() {
        CertificateState state = inspect(certificate("memory.example.com"));

        assertThat(state.usable()).isTrue();
        assertThat(state.reason()).isEqualTo("NameMismatch");
        assertThat(state.message()).contains("is for memory.example.com and not for team.agents.svc");
    }

    @Test
    void aCertificateThatItsAuthorityDidNotSignIsTold() {
        assertThat(inspect(with(certificate(HOST), "ca.crt", certificate(HOST).get("ca.crt")))
                        .reason())
                .isEqualTo("AuthorityMismatch");
    }

    @Test
    void aCertificateWithoutAnAuthorityIsForThoseThatEveryoneTrusts() {
        CertificateState state = inspect(with(certificate(HOST), "ca.crt", ""));

        assertThat(state.ready()).isTrue();
        assertThat(state.authority()).isEmpty();
    }

    @Test
    void aCertificateThatSignedItselfIsItsOwnAuthority() {
        Authority own = Authority.create("a test", NOON);
        Map<String, String> entries = Map.of("tls.crt", Pem.of(own.certificate()), "tls.key", Pem.of(own.key()));

        assertThat(inspect(entries).authority()).hasValue(Pem.of(own.certificate()));
    }

    @Test
    void aKeyOfAnotherCertificateCannotServe() {
        CertificateState state =
                inspect(with(certificate(HOST), "tls.key", certificate(HOST).get("tls.key")));

        assertThat(state.usable()).isFalse();
        assertThat(state.reason()).isEqualTo("KeyMismatch");
        assertThat(state.message())
                .isEqualTo(
                        "tls.key of the Secret \"mine\" does not belong to its tls.crt; put a certificate and its own"
                                + " key into it");
    }

    @Test
    void whatCannotBeReadCannotServe() {
        Map<String, String> good = certificate(HOST);

        assertThat(inspect(with(good, "tls.crt", "nothing")).reason()).isEqualTo("CertificateUnreadable");
        assertThat(inspect(with(good, "tls.key", good.get("tls.crt"))).message())
                .isEqualTo("tls.key of the Secret \"mine\" is no unencrypted PEM private key; replace it");
        assertThat(inspect(with(good, "tls.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"))
                        .reason())
                .isEqualTo("CertificateUnreadable");
        assertThat(inspect(with(good, "ca.crt", "nothing")).reason()).isEqualTo("CertificateUnreadable");
        assertThat(inspect(Map.of("tls.crt", good.get("tls.crt"))).message())
                .isEqualTo(
                        "the Secret \"mine\" has no entry tls.key; a certificate needs tls.crt and tls.key, both PEM");
    }

    private CertificateState inspect(Map<String, String> entries) {
        return inspection.of(service, Certificates.encode(entries));
    }

    private static Map<String, String> certificate(String name) {
        return Certificates.valid(NOON, Duration.ofDays(1), name);
    }

    private static Map<String, String> with(Map<String, String> entries, String name, String value) {
        Map<String, String> changed = new HashMap<>(entries);
        changed.put(name, value);
        return changed;
    }
}
