package dev.memoryservice.server.mcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.command.Command;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The protocol's own inspector, a real client, over every transport. */
@QuarkusTest
@WithTestResource(RunningServer.class)
@EnabledIfEnvironmentVariable(named = McpClients.VARIABLE, matches = ".+")
class InspectorTest {

    private static final String INSPECTOR = "@modelcontextprotocol/inspector/clients/launcher/build/index.js";

    private enum Transport {
        HTTP,
        SSE,
        STDIO;

        List<String> arguments(Path directory) throws Exception {
            String server = "http://localhost:" + RestAssured.port + "/mcp";
            return switch (this) {
                case HTTP -> remote("http", server);
                case SSE -> remote("sse", server + "/sse");
                case STDIO -> {
                    Path key = Files.writeString(directory.resolve("key"), RunningServer.KEY);
                    List<String> command =
                            Command.line(List.of("stdio", "--url", server, "--api-key-file", key.toString()));
                    // The inspector takes options of the server for its own.
                    Path script = Files.writeString(
                            directory.resolve("server.sh"), "exec '" + String.join("' '", command) + "'\n");
                    yield List.of("sh", script.toString());
                }
            };
        }

        private static List<String> remote(String transport, String url) {
            return List.of(
                    "--transport",
                    transport,
                    "--server-url",
                    url,
                    "--header",
                    "Authorization: Bearer " + RunningServer.KEY);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void everythingIsListedAndUsed(Transport transport, @TempDir Path directory) throws Exception {
        assertThat(inspect(transport, directory, "tools/list")).contains("memory_search", "outputSchema");
        assertThat(inspect(transport, directory, "resources/list")).contains("memory://stats");
        assertThat(inspect(transport, directory, "resources/templates/list")).contains("memory://recent/{n}");
        assertThat(inspect(transport, directory, "prompts/list")).contains("summarise");
        assertThat(inspect(
                        transport,
                        directory,
                        "tools/call",
                        "--tool-name",
                        "memory_store",
                        "--tool-arg",
                        "content=Said by the inspector over " + transport))
                .contains("content_hash");
        assertThat(inspect(transport, directory, "resources/read", "--uri", "memory://recent/1"))
                .contains("Said by the inspector over " + transport);
        assertThat(inspect(
                        transport,
                        directory,
                        "prompts/get",
                        "--prompt-name",
                        "recall",
                        "--prompt-args",
                        "topic=the inspector"))
                .contains("Said by the inspector");
    }

    private static String inspect(Transport transport, Path directory, String method, String... more) throws Exception {
        // Its own 15 s are too few for a command that starts beside all other tests.
        List<String> arguments = new ArrayList<>(List.of("--cli", "--connect-timeout", "60000"));
        arguments.addAll(transport.arguments(directory));
        arguments.addAll(List.of("--method", method));
        arguments.addAll(List.of(more));
        McpClients.Ended ended = McpClients.run(directory, INSPECTOR, arguments);
        assertThat(ended.status()).as("%s: %s", arguments, ended.output()).isZero();
        return ended.output();
    }
}
