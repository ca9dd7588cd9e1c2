package dev.memoryservice.server.mcp.conformance;

import dev.memoryservice.server.RunningServer;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** A server with the fixtures of the suite, open to everybody because the suite sends no key. */
public final class ConformanceProfile implements QuarkusTestProfile {

    static final String SWITCH = "conformance.fixtures";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(SWITCH, "true");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(RunningServer.class, Map.of("memory-service.auth.modes", "None")));
    }
}
