package dev.memoryservice.server.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.auth.UserFiles;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What {@code build/oauth-clients.sh} installs: clients of others, which know nothing of this server but its address. */
@QuarkusTest
@WithTestResource(RunningServer.class)
@EnabledIfEnvironmentVariable(named = IndependentClientsTest.VARIABLE, matches = ".+")
class IndependentClientsTest {

    static final String VARIABLE = "OAUTH_CLIENTS";

    private static final String SCRIPT = "src/test/python/oauth_clients.py";

    @Test
    void everyFlowIsDoneByClientsOfOthers(@TempDir Path directory) throws Exception {
        Path output = directory.resolve("output.txt");
        Process client = new ProcessBuilder(
                        Path.of(System.getenv(VARIABLE), "bin", "python").toString(),
                        SCRIPT,
                        "http://localhost:" + RestAssured.port,
                        RunningServer.WRITER,
                        UserFiles.passwordOf(RunningServer.WRITER),
                        "client-of-" + RunningServer.WRITER,
                        UserFiles.clientSecretOf(RunningServer.WRITER))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(client.waitFor(120, TimeUnit.SECONDS)).isTrue();
            String said = Files.readString(output, UTF_8);
            assertThat(client.exitValue()).as(said).isZero();
            assertThat(said)
                    .contains("authlib: registration, code with PKCE, refresh, revocation with none")
                    .contains("mcp: client credentials");
        } finally {
            client.destroyForcibly();
        }
    }
}
