package dev.memoryservice.server.oauth;

import dev.memoryservice.server.ServerConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** Settings as the server reads them. */
public final class TestSettings {

    private TestSettings() {}

    /** What is set about OAuth. */
    public static OAuthSettings of(Map<String, String> settings) {
        return new OAuthSettings(config(settings));
    }

    /** Everything. */
    public static ServerConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(ServerConfig.class)
                .withConverter(Duration.class, 1000, new DurationConverter())
                .withSources(new PropertiesConfigSource(settings, "test", 1000))
                .build()
                .getConfigMapping(ServerConfig.class);
    }
}
