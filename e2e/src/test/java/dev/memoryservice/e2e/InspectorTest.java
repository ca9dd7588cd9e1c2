package dev.memoryservice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.e2e.cluster.ClusterUnderTest;
import dev.memoryservice.e2e.cluster.Program;
import dev.memoryservice.e2e.cluster.TestNamespace;
import dev.memoryservice.e2e.service.MemoryServiceHandle;
import dev.memoryservice.e2e.service.MemoryUserHandle;
import dev.memoryservice.e2e.service.OwnAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a new user does: apply two files, copy one configuration, and use a real MCP client with it over HTTPS. */
@EnabledIfEnvironmentVariable(named = InspectorTest.CLIENTS, matches = ".+")
class InspectorTest {

    /** What {@code build/mcp-clients.sh} installs. */
    static final String CLIENTS = "MCP_CLIENTS";

    private static final String INSPECTOR = "@modelcontextprotocol/inspector/clients/launcher/build/index.js";

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    @TempDir
    Path directory;

    @Test
    void theInspectorUsesTheServiceWithTheConfigurationOfTheUsersSecret() throws Exception {
        NAMESPACE.apply(ClusterUnderTest.project().resolve("samples/tls-self-signed.yaml"));
        NAMESPACE.apply(ClusterUnderTest.project().resolve("samples/tls-self-signed-user.yaml"));
        MemoryServiceHandle service = new MemoryServiceHandle(NAMESPACE.name(), "tls-self-signed").awaitVerified();
        MemoryUserHandle user = new MemoryUserHandle(service, "desktop").awaitReady("Loaded");
        Files.writeString(
                directory.resolve("mcp.json"), user.connection("mcp.json").orElseThrow());
        Files.writeString(directory.resolve("ca.crt"), user.connection("ca.crt").orElseThrow());

        try (OwnAddress address = OwnAddress.of(service)) {
            assertThat(inspect(address, "tools/list")).contains("memory_search", "memory_store");
            assertThat(inspect(
                            address,
                            "tools/call",
                            "--tool-name",
                            "memory_store",
                            "--tool-arg",
                            "content=Said by a new user over HTTPS"))
                    .contains("content_hash");
        }
        try (var client = user.connect()) {
            assertThat(client.search("who spoke?", 1).text()).contains("Said by a new user over HTTPS");
        }
        service.patch("{\"spec\":{\"deletionPolicy\":\"Delete\"}}");
        service.delete();
    }

    private String inspect(OwnAddress address, String method, String... more) throws IOException {
        Path modules = Path.of(System.getenv(CLIENTS), "node_modules");
        String platform = "aarch64".equals(System.getProperty("os.arch")) ? "arm64" : "x64";
        List<String> command = new ArrayList<>(List.of(
                modules.resolve("node-linux-" + platform + "/bin/node").toString(),
                modules.resolve(INSPECTOR).toString(),
                "--cli",
                "--connect-timeout",
                "60000",
                "--config",
                directory.resolve("mcp.json").toString(),
                "--server",
                "desktop",
                "--method",
                method));
        command.addAll(List.of(more));
        Program.Outcome outcome = Program.run(
                command,
                Map.of(
                        "HOME",
                        directory.toString(),
                        "NODE_EXTRA_CA_CERTS",
                        directory.resolve("ca.crt").toString(),
                        "NODE_OPTIONS",
                        "--require=" + ClusterUnderTest.project().resolve("e2e/src/test/js/own-address.cjs"),
                        "OWN_ADDRESS",
                        address.digits()));
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return outcome.output();
    }
}
