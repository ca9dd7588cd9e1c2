package dev.memoryservice.server.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.RunningServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A client script that was written for the Python service, and that runs against it with success, runs unchanged against
 * this server.
 */
@QuarkusTest
@WithTestResource(RunningServer.class)
@Timeout(180)
class PythonServiceClientTest {

    private static final String SCRIPT = "src/test/python/python_service_client.py";

    @TestHTTPResource
    private URI server;

    @Test
    void theClientOfThePythonServiceFindsEverythingAsDocumented() throws Exception {
        Process client = new ProcessBuilder("python3", SCRIPT, server.toString(), RunningServer.KEY)
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(client.getInputStream().readAllBytes(), UTF_8);
            assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(output).doesNotContain("FAILED").doesNotContain("Traceback");
            assertThat(client.exitValue()).as(output).isZero();
        } finally {
            client.destroyForcibly();
        }
    }
}
