package dev.memoryservice.server.tls;

import dev.memoryservice.server.auth.KeyMount;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Gives the tests' server a certificate out of a mounted Secret, and lets the test renew it. */
public final class MountedCertificate implements QuarkusTestResourceLifecycleManager {

    private Path directory = Path.of("");
    private TestCertificate current;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("mounted-certificate");
            renew();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return Map.of(
                "memory-service.tls.certificate",
                directory.resolve("tls.crt").toString(),
                "memory-service.tls.private-key",
                directory.resolve("tls.key").toString(),
                "memory-service.tls.reload",
                "100ms");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(MountedCertificate.class));
    }

    TestCertificate current() {
        return current;
    }

    TestCertificate renew() throws Exception {
        renew(TestCertificate.make());
        return current;
    }

    void renew(TestCertificate next) throws IOException {
        current = next;
        mount(next.certificate(), next.key());
    }

    void mount(String certificate, String key) throws IOException {
        KeyMount.at(directory).write(Map.of("tls.crt", certificate, "tls.key", key));
    }

    @Override
    public void stop() {}
}
