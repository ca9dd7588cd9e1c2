package dev.memoryservice.server.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.auth.UserFiles;
import dev.memoryservice.server.oauth.client.DescribedClients;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
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

    @Inject
    Vertx vertx;

    @Test
    void everyFlowIsDoneByClientsOfOthers(@TempDir Path directory) throws Exception {
        Path output = directory.resolve("output.txt");
        try (DescribedClients described = DescribedClients.serve(vertx, "MCP SDK", "http://127.0.0.1:53123/callback")) {
            ProcessBuilder program = new ProcessBuilder(
                            Path.of(System.getenv(VARIABLE), "bin", "python").toString(),
                            SCRIPT,
                            "http://localhost:" + RestAssured.port,
                            RunningServer.WRITER,
                            "client-of-" + RunningServer.WRITER,
                            "--document",
                            described.address())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            program.environment()
                    .put(
                            "SECRETS",
                            UserFiles.passwordOf(RunningServer.WRITER)
                                    + " "
                                    + UserFiles.clientSecretOf(RunningServer.WRITER));
            end(program.start(), output);
        }
    }

    private static void end(Process client, Path output) throws Exception {
        try {
            assertThat(client.waitFor(120, TimeUnit.SECONDS)).isTrue();
            String said = Files.readString(output, UTF_8);
            assertThat(client.exitValue()).as(said).isZero();
            assertThat(said)
                    .contains("authlib: registration, code with PKCE, refresh, revocation with none")
                    .contains("mcp: client credentials")
                    .contains("mcp: client id metadata document");
        } finally {
            client.destroyForcibly();
        }
    }
}
