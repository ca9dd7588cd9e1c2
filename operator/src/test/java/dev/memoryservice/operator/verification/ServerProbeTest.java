package dev.memoryservice.operator.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.status.Server;
import dev.memoryservice.operator.testing.Services;
import dev.memoryservice.operator.testing.TestMemoryServer;
import dev.memoryservice.operator.tls.Certificates;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServerProbeTest {

    private final ServerProbe probe = new ServerProbe(new ServerClient(Services.settings()));
    private TestMemoryServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestMemoryServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withKey("a-key")
                .withOperatorKeys("the-operators-key");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aServerThatIsAsDeclaredPassesWithItsCount() throws Exception {
        assertThat(verify("a-key", "0.1.0"))
                .isEqualTo(new Verification.Passed(new Server("0.1.0", List.of("2025-11-25")), 42, Optional.empty()));
    }

    @Test
    void anAnswerFramedAsServerSentEventsIsUnderstood() throws Exception {
        server.withEventStreams();

        assertThat(verify("a-key", "0.1.0")).isInstanceOf(Verification.Passed.class);
    }

    @Test
    void theSessionIsEndedSoThatNothingIsLeftBehind() throws Exception {
        verify("a-key", "0.1.0");

        assertThat(server.requests())
                .containsExactly(
                        "GET /api/health/detailed []",
                        "POST /mcp []",
                        "POST /mcp [session-1]",
                        "DELETE /mcp [session-1]",
                        "GET /admin/stats []");
    }

    @Test
    void eachRequestHasAnIdOfItsOwnByWhichItIsFoundInTheLogOfTheServer() throws Exception {
        verify("a-key", "0.1.0");

        assertThat(server.requestIds())
                .hasSizeGreaterThan(3)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("operator-[0-9a-f]{16}"));
    }

    @Test
    void ofTheNextKeysThoseAreToldApartThatTheServerAccepts() throws Exception {
        assertThat(probe.acceptedNextKeys(target("a-key", "0.1.0"))).containsExactly("the-operators-key");
    }

    @Test
    void aServerThatRefusesTheKeyFails() throws Exception {
        assertThat(reason(verify("other", "0.1.0"))).isEqualTo("Unauthorized");
    }

    @Test
    void anotherBackendFails() throws Exception {
        server.withBackend("postgres");

        assertThat(verify("a-key", "0.1.0"))
                .isEqualTo(new Verification.Failed(
                        "BackendMismatch",
                        "the server keeps memories in \"postgres\", but spec.backend.type is SQLite; see which"
                                + " environment variables spec.podTemplate.env sets, and whether the image is one of"
                                + " this operator",
                        Optional.empty()));
    }

    @Test
    void anotherVersionFails() throws Exception {
        assertThat(reason(verify("a-key", "0.2.0"))).isEqualTo("VersionMismatch");
    }

    @Test
    void anUnhealthyServerFails() throws Exception {
        server.withStatus("degraded");

        assertThat(reason(verify("a-key", "0.1.0"))).isEqualTo("Unhealthy");
    }

    @Test
    void whatTheServerSaysOfItsStorageIsToldWithWhatToDo() throws Exception {
        server.withStorageProblem("full", "The database /data/memory.db is full");

        assertThat(verify("a-key", "0.1.0"))
                .isEqualTo(new Verification.Failed(
                        "StorageFull",
                        "the server says: The database /data/memory.db is full; searches go on, stores are refused until there"
                                + " is room. Enlarge the volume (spec.backend.sqlite.storage.size, where its storage class"
                                + " allows it), or delete memories",
                        Optional.empty()));
    }

    @Test
    void aClockThatIsFarOffIsTold() throws Exception {
        server.withClock(Duration.ofSeconds(20));
        assertThat(verify("a-key", "0.1.0")).isInstanceOf(Verification.Passed.class);

        server.withClock(Duration.ofHours(-3));
        assertThat(verify("a-key", "0.1.0"))
                .isInstanceOfSatisfying(Verification.Failed.class, failed -> assertThat(failed.message())
                        .contains("is 3 h 0 min behind the operator's", "NTP"));
    }

    @Test
    void aServerThatIsGoneIsUnreachable() throws Exception {
        server.close();

        assertThat(reason(verify("a-key", "0.1.0"))).isEqualTo("Unreachable");
    }

    @Test
    void aServerIsTrustedWhoseCertificateLeadsToItsAuthorityAndIsForItsName() throws Exception {
        Map<String, String> good = Certificates.valid("localhost");
        Map<String, String> ofAnotherName = Certificates.valid("elsewhere");
        Map<String, String> expired =
                Certificates.valid(Instant.now().minus(Duration.ofDays(3)), Duration.ofDays(2), "localhost");

        assertThat(verifyOverHttps(good, good.get("ca.crt"))).isInstanceOf(Verification.Passed.class);
        assertThat(reason(verifyOverHttps(good, ofAnotherName.get("ca.crt")))).isEqualTo("CertificateNotTrusted");
        assertThat(reason(verifyOverHttps(ofAnotherName, ofAnotherName.get("ca.crt"))))
                .isEqualTo("CertificateNotTrusted");
        assertThat(reason(verifyOverHttps(expired, expired.get("ca.crt")))).isEqualTo("CertificateNotTrusted");
    }

    private Verification verifyOverHttps(Map<String, String> certificate, String authority) throws Exception {
        try (TestMemoryServer secure = TestMemoryServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Certificates.server(certificate))) {
            return probe.verify(new VerificationTarget(
                    "https://localhost:" + secure.port(),
                    Optional.of(authority),
                    Optional.empty(),
                    Optional.empty(),
                    Set.of(),
                    "SQLite",
                    Optional.empty(),
                    "pod-1"));
        }
    }

    private Verification verify(String key, String version) throws InterruptedException {
        return probe.verify(target(key, version));
    }

    private VerificationTarget target(String key, String version) {
        return new VerificationTarget(
                server.url(),
                Optional.empty(),
                Optional.of(key),
                Optional.of("the-operators-key"),
                Set.of("the-operators-key", "another"),
                "SQLite",
                Optional.of(version),
                "pod-1");
    }

    private static String reason(Verification outcome) {
        return outcome instanceof Verification.Failed failed ? failed.reason() : "Passed";
    }
}
