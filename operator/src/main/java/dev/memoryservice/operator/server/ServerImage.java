package dev.memoryservice.operator.server;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.workload.ImagePullPolicy;
import dev.memoryservice.operator.config.OperatorConfig;
import jakarta.inject.Singleton;
import java.lang.module.ModuleDescriptor.Version;
import java.util.Optional;

/** Which image a resource runs, and which version has to answer. */
@Singleton
public class ServerImage {

    private final OperatorConfig config;

    ServerImage(OperatorConfig config) {
        this.config = config;
    }

    public String reference(MemoryService service) {
        return service.declared()
                .givenImage()
                .orElseGet(() -> config.imageRepository() + ":"
                        + service.declared().givenVersion().orElse(config.version()));
    }

    public ImagePullPolicy pullPolicy(MemoryService service) {
        return service.declared().givenImagePullPolicy().orElseGet(config::pullPolicy);
    }

    /** The version that verification expects; empty for an image of the user's own without a declared version. */
    public Optional<String> expectedVersion(MemoryService service) {
        return service.declared().givenVersion().or(() -> service.declared()
                .givenImage()
                .map(image -> Optional.<String>empty())
                .orElseGet(() -> Optional.of(config.version())));
    }

    /** Whether the operator can run a server of the version: of its own, and of those before. */
    public boolean knows(String version) {
        return Version.parse(version).compareTo(Version.parse(config.version())) <= 0;
    }

    /** The versions that a resource may ask for, for messages. */
    public String knownVersions() {
        return "up to " + config.version();
    }
}
