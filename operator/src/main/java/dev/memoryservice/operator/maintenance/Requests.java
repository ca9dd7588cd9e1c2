package dev.memoryservice.operator.maintenance;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;

/** The annotations by which a person has the operator restart a server, or leave it alone. */
public final class Requests {

    /** {@code true} leaves every object of the resource as it is; its status is still told. */
    public static final String PAUSED = "memoryservice.dev/paused";

    /** Any other value than before restarts the server. */
    public static final String RESTART = "memoryservice.dev/restart";

    private Requests() {}

    public static boolean isPaused(HasMetadata resource) {
        return "true".equals(annotations(resource).get(PAUSED));
    }

    /** What the latest restart was asked for with. */
    public static Optional<String> restart(HasMetadata resource) {
        return Optional.ofNullable(annotations(resource).get(RESTART)).filter(value -> !value.isEmpty());
    }

    private static Map<String, String> annotations(HasMetadata resource) {
        return Optional.ofNullable(resource.getMetadata().getAnnotations()).orElse(Map.of());
    }
}
