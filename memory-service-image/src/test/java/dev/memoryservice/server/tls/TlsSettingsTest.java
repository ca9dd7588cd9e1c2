package dev.memoryservice.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TlsSettingsTest {

    @Test
    void withoutACertificateThePortSpeaksHttp() {
        assertThat(config(Map.of()).getOptionalValue("quarkus.http.insecure-requests", String.class))
                .isEmpty();
    }

    @Test
    void withACertificateAndItsKeyThePortSpeaksHttps() {
        SmallRyeConfig config = config(Map.of(
                "memory-service.tls.certificate", "/tls/tls.crt",
                "memory-service.tls.private-key", "/tls/tls.key",
                "quarkus.http.port", "8000"));

        assertThat(config.getValue("quarkus.http.ssl-port", int.class)).isEqualTo(8000);
        assertThat(config.getValue("quarkus.http.insecure-requests", String.class))
                .isEqualTo("disabled");
    }

    @Test
    void aCertificateWithoutItsKeyIsRefused() {
        assertThatThrownBy(() -> config(Map.of("memory-service.tls.certificate", "/tls/tls.crt")))
                .hasMessageContaining(
                        "memory-service.tls.certificate is set and memory-service.tls.private-key is not");
    }

    private static SmallRyeConfig config(Map<String, String> given) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(given, "test", 100))
                .withSources(new TlsSettings())
                .addDefaultInterceptors()
                .build();
    }
}
