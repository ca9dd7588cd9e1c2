package dev.memoryservice.server.oauth;

import static dev.memoryservice.server.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.auth.UserFiles;
import dev.memoryservice.server.mcp.conformance.McpClients;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The scenarios for authorization servers of the protocol's own conformance suite. */
@QuarkusTest
@WithTestResource(RunningServer.class)
@EnabledIfEnvironmentVariable(named = McpClients.VARIABLE, matches = ".+")
class AuthorizationConformanceTest {

    private static final String SUITE = "@modelcontextprotocol/conformance/dist/index.js";

    /** What the suite asks a person to open. */
    private static final Pattern ADDRESS =
            Pattern.compile("^http://localhost:\\d+(/oauth/authorize\\?\\S+)$", Pattern.MULTILINE);

    @Test
    void everyScenarioForAuthorizationServersPasses(@TempDir Path directory) throws Exception {
        String issuer = "http://localhost:" + RestAssured.port;
        String port = Integer.toString(freePort());
        Path output = Files.createFile(directory.resolve("output.txt"));
        try (Visitor visitor = new Visitor(RestAssured.port);
                HttpClient browser = HttpClient.newHttpClient()) {
            String client = visitor.register("http://127.0.0.1/callback");
            Process suite = McpClients.start(
                    directory,
                    output,
                    SUITE,
                    List.of(
                            "authorization",
                            "--url",
                            issuer,
                            "--client-id",
                            client,
                            "--resource",
                            issuer + "/mcp",
                            "--port",
                            port));
            try {
                String address = await().until(() -> addressIn(output), found -> !found.isEmpty() || !suite.isAlive());
                Visitor.Answered page = visitor.logIn(
                        visitor.get(address), RunningServer.WRITER, UserFiles.passwordOf(RunningServer.WRITER));
                URI callback = URI.create(visitor.submit("/oauth/consent", page, Map.of("decision", "allow"))
                        .header("location"));
                assertThat(callback.toString()).startsWith("http://127.0.0.1:" + port + "/callback?");
                browser.send(HttpRequest.newBuilder(callback).build(), BodyHandlers.discarding());

                McpClients.Ended ended = McpClients.end(suite, output);

                assertThat(ended.status()).as(ended.output()).isZero();
                assertThat(ended.output()).doesNotContain("FAILURE").doesNotContain("SKIPPED");
            } finally {
                suite.destroyForcibly();
            }
        }
    }

    private static String addressIn(Path output) throws IOException {
        Matcher address = ADDRESS.matcher(Files.readString(output));
        return address.find() ? address.group(1) : "";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
