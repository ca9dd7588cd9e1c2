package dev.memoryservice.operator.testing;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.config.OperatorConfig;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Optional;

/** Resources and settings for tests without a cluster. */
public final class Services {

    private Services() {}

    /** A MemoryService {@code team} in namespace {@code agents}, generation 3, with this spec. */
    public static MemoryService withSpec(String spec) {
        return Serialization.unmarshal("""
                apiVersion: memoryservice.dev/v1alpha1
                kind: MemoryService
                metadata: {name: team, namespace: agents, uid: 0000-1, generation: 3}
                spec:
                """ + spec.indent(2), MemoryService.class);
    }

    /** Version 0.1.0 of the image {@code memory-service}, in namespace {@code memory-service-system}. */
    public static OperatorConfig settings() {
        return settings(Optional.of("https://example.com/runbooks"));
    }

    /** The same with other runbooks. */
    public static OperatorConfig settings(Optional<String> runbooks) {
        return new OperatorConfig() {
            @Override
            public String imageRepository() {
                return "memory-service";
            }

            @Override
            public String version() {
                return "0.1.0";
            }

            @Override
            public String imagePullPolicy() {
                return "IfNotPresent";
            }

            @Override
            public Duration probeInterval() {
                return Duration.ofSeconds(30);
            }

            @Override
            public Duration secretInterval() {
                return Duration.ofSeconds(10);
            }

            @Override
            public Duration usageInterval() {
                return Duration.ofSeconds(60);
            }

            @Override
            public Optional<String> runbooks() {
                return runbooks;
            }

            @Override
            public Optional<String> namespace() {
                return Optional.of("memory-service-system");
            }
        };
    }
}
