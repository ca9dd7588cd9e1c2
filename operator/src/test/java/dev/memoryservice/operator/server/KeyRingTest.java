package dev.memoryservice.operator.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeyRingTest {

    @Test
    void clientsGetTheDefaultKeyOrElseTheFirstByName() {
        assertThat(ring(Map.of("alice", "a", "default", "d")).clientKey()).contains("d");
        assertThat(ring(Map.of("bob", "b", "alice", "a")).clientKey()).contains("a");
        assertThat(ring(Map.of()).clientKey()).isEmpty();
    }

    @Test
    void noKeyReachesALog() {
        assertThat(ring(Map.of("alice", "secret"))).hasToString("KeyRing[alice]");
    }

    private static KeyRing ring(Map<String, String> keys) {
        return new KeyRing(new TreeMap<>(keys));
    }
}
