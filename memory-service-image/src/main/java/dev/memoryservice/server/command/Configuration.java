package dev.memoryservice.server.command;

import dev.memoryservice.server.ServerConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;

/** The server's configuration for a command that works without a server: the same names, the same defaults. */
final class Configuration {

    private static final int BELOW_THE_ENVIRONMENT = 250;

    private Configuration() {}

    static ServerConfig read() {
        URL properties = Configuration.class.getResource("/application.properties");
        if (properties == null) {
            throw new IllegalStateException("The jar was not built by Maven: it has no application.properties");
        }
        try {
            return new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .addDiscoveredConverters()
                    .addSystemSources()
                    .withSources(new PropertiesConfigSource(properties, BELOW_THE_ENVIRONMENT))
                    .withMapping(ServerConfig.class)
                    .build()
                    .getConfigMapping(ServerConfig.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
