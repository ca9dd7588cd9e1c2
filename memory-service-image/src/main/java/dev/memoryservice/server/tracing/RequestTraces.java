package dev.memoryservice.server.tracing;

import dev.memoryservice.server.ServerConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Traces requests where a collector is named. Where none is, no class of OpenTelemetry is loaded. */
@Singleton
public final class RequestTraces {

    private static final Logger LOG = Logger.getLogger(RequestTraces.class);

    /** After the request has its id, and before the gate. */
    private static final int SECOND = 1900;

    private final Optional<Tracing> tracing;

    RequestTraces(ServerConfig config, @ConfigProperty(name = "quarkus.application.version") String version) {
        ServerConfig.Tracing settings = config.tracing();
        if (settings.samplingPercent() < 0 || settings.samplingPercent() > 100) {
            throw new ConfigurationException("memory-service.tracing.sampling-percent is " + settings.samplingPercent()
                    + ": use a number from 0 to 100");
        }
        tracing = settings.endpoint().map(endpoint -> new Tracing(checked(endpoint), settings, version));
        settings.endpoint().ifPresent(endpoint -> LOG.infof("Traces go to %s", endpoint));
    }

    private static String checked(String endpoint) {
        try {
            URI address = URI.create(endpoint);
            if (address.getHost() != null
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
                return endpoint;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new ConfigurationException("memory-service.tracing.endpoint is " + endpoint
                + ": use the address of a collector, for example http://collector:4318");
    }

    void register(@Observes Filters filters) {
        tracing.ifPresent(on -> filters.register(on::begin, SECOND));
    }

    @PreDestroy
    void close() {
        tracing.ifPresent(Tracing::close);
    }
}
