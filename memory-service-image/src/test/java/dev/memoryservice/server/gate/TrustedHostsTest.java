package dev.memoryservice.server.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedHostsTest {

    private final TrustedHosts hosts = new TrustedHosts(List.of("memory.example.com"));

    @ParameterizedTest
    @ValueSource(strings = {"memory.example.com", "Memory.Example.COM"})
    void aNamedHostIsTrustedInAnyCase(String host) {
        assertThat(hosts.trusts(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "::1", "[::1]"})
    void theLoopbackIsTrustedThoughNobodyNamesIt(String host) {
        assertThat(hosts.trusts(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "example.com"})
    void everyOtherHostIsNot(String host) {
        assertThat(hosts.trusts(host)).isFalse();
    }

    @Test
    void withoutNamesEveryHostIsTrusted() {
        assertThat(new TrustedHosts(List.of()).trusts("anything.example")).isTrue();
    }
}
