package dev.memoryservice.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OAuthSettingsTest {

    @Test
    void withoutOAuthAmongTheModesNothingIsAskedFor() {
        OAuthSettings settings = TestSettings.of(Map.of());

        assertThat(settings.enabled()).isFalse();
        assertThat(settings.isOpen(OAuthPaths.TOKEN)).isFalse();
    }

    @Test
    void olderSetUpsSwitchItOnByANameOfItsOwn() {
        assertThat(TestSettings.of(Map.of(
                                "memory-service.oauth.enabled", "true",
                                "memory-service.oauth.issuer", "http://localhost:8000"))
                        .builtIn())
                .isTrue();
    }

    @Test
    void theAddressOfThisServerAndWhatIsBelowItAreItsResources() {
        OAuthSettings settings = with("issuer", "https://memory.example.com/");

        assertThat(settings.issuer()).isEqualTo("https://memory.example.com");
        assertThat(settings.isThisServer("https://memory.example.com/mcp")).isTrue();
        assertThat(settings.isThisServer("https://memory.example.com.evil.example/mcp"))
                .isFalse();
    }

    @Test
    void withAnotherIssuerOnlyTheDescriptionOfTheResourceIsOpen() {
        OAuthSettings settings = with("external.issuer", "https://login.example.com/");

        assertThat(settings.builtIn()).isFalse();
        assertThat(settings.externalIssuer()).hasValue("https://login.example.com/");
        assertThat(settings.isOpen(OAuthPaths.TOKEN)).isFalse();
        assertThat(settings.isOpen(OAuthPaths.RESOURCE_METADATA + "/mcp")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "memory.example.com",
                "http://memory.example.com",
                "https://memory.example.com?x",
                "https://memory.example.com#x",
                "https://user@memory.example.com",
                "https://exa mple.com"
            })
    void anIssuerThatIsNoAddressIsRefused(String issuer) {
        assertThatThrownBy(() -> with("issuer", issuer))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("MEMORY_SERVICE_OAUTH_ISSUER");
    }

    @ParameterizedTest
    @CsvSource({
        "access-token-lifetime,1s",
        "access-token-lifetime,2d",
        "refresh-token-lifetime,1s",
        "refresh-token-grace,1h",
        "registrations-per-minute,0"
    })
    void aTimeOrANumberOutOfBoundsIsRefused(String name, String value) {
        assertThatThrownBy(() -> with(name, value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("memory-service.oauth." + name);
    }

    private static OAuthSettings with(String name, String value) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "memory-service.auth.modes", "APIKey,OAuth",
                "memory-service.oauth.issuer", "https://memory.example.com",
                "memory-service.oauth.access-token-lifetime", "1h",
                "memory-service.oauth.refresh-token-lifetime", "30d"));
        settings.put("memory-service.oauth." + name, value);
        return TestSettings.of(settings);
    }
}
