package dev.memoryservice.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.server.ServerConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticationTest {

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path directory;

    @AfterEach
    void closeVertx() {
        vertx.close();
    }

    @Test
    void aServerWithoutAKeyDoesNotStartAndSaysWhatToSet() {
        assertThatThrownBy(() -> started(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("there is no API key")
                .hasMessageContaining("MEMORY_SERVICE_AUTH_API_KEYS_DIRECTORY")
                .hasMessageContaining("MCP_API_KEY")
                .hasMessageContaining("MEMORY_SERVICE_AUTH_MODES=None");
    }

    @Test
    void aServerWithAnEmptyDirectoryOfKeysDoesNotStart() {
        assertThatThrownBy(() -> started(Map.of("memory-service.auth.api-keys.directory", directory.toString())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("there is no API key");
    }

    @Test
    void aServerWhoseKeysCannotBeReadDoesNotStartAndNamesTheFile() throws IOException {
        Files.createFile(directory.resolve("alice"));

        assertThatThrownBy(() -> started(Map.of("memory-service.auth.api-keys.directory", directory.toString())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("alice");
    }

    @Test
    void anUnknownModeIsRefusedWithTheModesThereAre() {
        assertThatThrownBy(() -> started(Map.of("memory-service.auth.modes", "Magic")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'Magic'")
                .hasMessageContaining("use APIKey, or None");
    }

    @Test
    void readingTheKeysInATightLoopIsRefused() {
        assertThatThrownBy(() ->
                        started(Map.of("memory-service.auth.api-key", "k", "memory-service.auth.api-keys.poll", "1ms")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("100ms to 5m");
    }

    @Test
    void aServerThatLetsEverybodyInNeedsNoKey() {
        assertThatCode(() -> assertThat(started(Map.of("memory-service.auth.modes", "None"))
                                .required())
                        .isFalse())
                .doesNotThrowAnyException();
    }

    @Test
    void callersAreNamedLikeTheirKeys() throws IOException {
        KeyMount.at(directory).write(Map.of("alice", "a-key"));

        Authentication authentication = started(Map.of(
                "memory-service.auth.api-key",
                "e-key",
                "memory-service.auth.api-keys.directory",
                directory.toString()));

        assertThat(authentication.callerWith("a-key").map(Caller::name)).hasValue("alice");
        assertThat(authentication.callerWith("e-key").map(Caller::name)).hasValue("default");
        assertThat(authentication.callerWith("A-KEY")).isEmpty();
        assertThat(authentication.callerWith("")).isEmpty();
    }

    private Authentication started(Map<String, String> settings) {
        Authentication authentication = new Authentication(new SmallRyeConfigBuilder()
                .withMapping(ServerConfig.class)
                .withConverter(Duration.class, 1000, new DurationConverter())
                .withSources(new PropertiesConfigSource(settings, "test", 1000))
                .build()
                .getConfigMapping(ServerConfig.class));
        authentication.start(new StartupEvent(), vertx);
        return authentication;
    }
}
