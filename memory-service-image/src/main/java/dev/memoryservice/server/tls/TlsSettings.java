package dev.memoryservice.server.tls;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Turns {@code memory-service.tls.*} into the framework's settings: with a certificate and its key the one port for
 * clients speaks HTTPS (TLS 1.2 and 1.3) and nothing else. {@link CertificateRenewal} follows the files.
 */
public final class TlsSettings implements ConfigSourceFactory {

    /** What the framework knows the certificate by. */
    static final String NAME = "server";

    private static final String CERTIFICATE = "memory-service.tls.certificate";
    private static final String PRIVATE_KEY = "memory-service.tls.private-key";

    /** Above the application's own file, below the environment. */
    private static final int ORDINAL = 275;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Optional<String> certificate = value(context, CERTIFICATE);
        Optional<String> key = value(context, PRIVATE_KEY);
        if (certificate.isEmpty() && key.isEmpty()) {
            return List.of();
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s is set and %s is not: HTTPS needs both, the certificate and its private key, as PEM files"
                            .formatted(
                                    certificate.isPresent() ? CERTIFICATE : PRIVATE_KEY,
                                    certificate.isPresent() ? PRIVATE_KEY : CERTIFICATE));
        }
        return List.of(new PropertiesConfigSource(
                Map.of(
                        "quarkus.tls." + NAME + ".key-store.pem.0.cert",
                        certificate.get(),
                        "quarkus.tls." + NAME + ".key-store.pem.0.key",
                        key.get(),
                        "quarkus.tls." + NAME + ".protocols",
                        "TLSv1.3,TLSv1.2",
                        "quarkus.http.tls-configuration-name",
                        NAME,
                        "quarkus.http.ssl-port",
                        "${quarkus.http.port}",
                        "quarkus.http.test-ssl-port",
                        "${quarkus.http.test-port}",
                        "quarkus.http.insecure-requests",
                        "disabled"),
                "memory-service.tls",
                ORDINAL));
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }

    private static Optional<String> value(ConfigSourceContext context, String name) {
        return Optional.ofNullable(context.getValue(name))
                .map(ConfigValue::getValue)
                .filter(value -> !value.isBlank());
    }
}
