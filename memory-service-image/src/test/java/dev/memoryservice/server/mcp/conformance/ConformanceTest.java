package dev.memoryservice.server.mcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The protocol's own conformance suite: everything that a revision requires. A scenario that does not apply is in the
 * baseline with its reason; the suite fails when one of those passes, so that the baseline stays true.
 */
@QuarkusTest
@TestProfile(ConformanceProfile.class)
@EnabledIfEnvironmentVariable(named = McpClients.VARIABLE, matches = ".+")
class ConformanceTest {

    private static final String SUITE = "@modelcontextprotocol/conformance/dist/index.js";

    @ParameterizedTest
    @ValueSource(strings = {"2025-11-25", "2026-07-28"})
    void whatARevisionRequiresIsThere(String revision, @TempDir Path directory) throws Exception {
        Path baseline = Path.of("src/test/mcp-clients/not-applicable-" + revision + ".yaml");

        McpClients.Ended ended = McpClients.run(
                directory,
                SUITE,
                List.of(
                        "server",
                        "--url",
                        "http://localhost:" + RestAssured.port + "/mcp",
                        "--requirements",
                        revision,
                        "--output-dir",
                        Path.of("target/mcp-conformance", revision)
                                .toAbsolutePath()
                                .toString(),
                        "--expected-failures",
                        baseline.toAbsolutePath().toString()));

        assertThat(ended.status()).as(ended.output()).isZero();
    }
}
