package dev.memoryservice.server.dashboard.browser;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A server of its own for these tests, so that what is to be seen is theirs; browsers ask for much at once. */
public final class OwnServer implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("memory-service.limits.concurrent-requests", "64");
    }
}
