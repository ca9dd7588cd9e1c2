package dev.memoryservice.server.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.ServerConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parts that know keys, as the server starts them with some settings. To be closed. */
public record Started(Vertx vertx, Authentication authentication, Users users) implements AutoCloseable {

    /**
     * Starts them.
     *
     * @throws io.quarkus.runtime.configuration.ConfigurationException as the server would
     */
    public static Started with(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("memory-service.auth.api-keys.poll", "100ms"));
        all.putAll(settings);
        ServerConfig config = new SmallRyeConfigBuilder()
                .withMapping(ServerConfig.class)
                .withConverter(Duration.class, 1000, new DurationConverter())
                .withSources(new PropertiesConfigSource(all, "test", 1000))
                .build()
                .getConfigMapping(ServerConfig.class);
        Vertx vertx = Vertx.vertx();
        try {
            RepeatedReading repeatedly = new RepeatedReading(config, vertx);
            CredentialChanges changes = new CredentialChanges();
            ApiKeyAuthenticator keys = new ApiKeyAuthenticator(config, repeatedly, changes);
            LastUses uses = new LastUses();
            Users users = new Users(config, new ObjectMapper(), repeatedly, changes, uses);
            Administrators administrators = new Administrators(config, new ObjectMapper(), repeatedly, changes, uses);
            Authentication authentication = new Authentication(config, List.of(keys, users, administrators), uses);
            keys.start(new StartupEvent());
            users.start(new StartupEvent());
            administrators.start(new StartupEvent());
            authentication.start(new StartupEvent());
            return new Started(vertx, authentication, users);
        } catch (RuntimeException e) {
            vertx.close();
            throw e;
        }
    }

    Verdict judge(String token) {
        return authentication.judge(token);
    }

    /** The caller that a good token stands for. */
    Caller caller(String token) {
        return ((Verdict.Accepted) judge(token)).caller();
    }

    @Override
    public void close() {
        vertx.close();
    }
}
