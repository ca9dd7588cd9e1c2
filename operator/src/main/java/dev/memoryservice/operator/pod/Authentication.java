package dev.memoryservice.operator.pod;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.auth.AuthMode;
import dev.memoryservice.operator.credential.OperatorKey;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.stream.Collectors;

/**
 * The accepted modes, and the keys, the users and the operator as files.
 *
 * <p>The server follows changed files without a restart, so no hash of a Secret goes into the Pod template.
 */
final class Authentication implements PodFeature {

    private static final String KEYS_DIRECTORY = "/etc/memory-service/api-keys";
    private static final String USERS_DIRECTORY = "/etc/memory-service/users";
    private static final String ADMINISTRATORS_DIRECTORY = "/etc/memory-service/administrators";

    @Override
    public PodTemplateSpecBuilder addTo(PodTemplateSpecBuilder pod, MemoryService service) {
        String modes =
                service.declared().auth().modes().stream().map(AuthMode::label).collect(Collectors.joining(","));
        PodTemplateSpecBuilder withModes = PodFeature.editServer(
                pod, server -> server.addToEnv(PodFeature.variable("MEMORY_SERVICE_AUTH_MODES", modes)));
        if (service.declared().auth().accepts(AuthMode.NONE)) {
            return withModes;
        }
        PodTemplateSpecBuilder withUsers = mount(
                mount(
                        withModes,
                        "users",
                        ServerNames.users(service),
                        USERS_DIRECTORY,
                        "MEMORY_SERVICE_AUTH_USERS_DIRECTORY"),
                "administrators",
                ServerNames.operatorKey(service),
                ADMINISTRATORS_DIRECTORY,
                "MEMORY_SERVICE_AUTH_ADMINISTRATORS_DIRECTORY",
                // Its hashes only, not the key.
                OperatorKey.FILE);
        return service.declared().auth().accepts(AuthMode.API_KEY)
                ? mount(
                        withUsers,
                        "api-keys",
                        ServerNames.keys(service),
                        KEYS_DIRECTORY,
                        "MEMORY_SERVICE_AUTH_API_KEYS_DIRECTORY")
                : withUsers;
    }

    private static PodTemplateSpecBuilder mount(
            PodTemplateSpecBuilder pod,
            String name,
            String secret,
            String directory,
            String variable,
            String... entries) {
        return PodFeature.editServer(
                PodFeature.mountSecret(pod, name, secret, directory, entries),
                server -> server.addToEnv(PodFeature.variable(variable, directory)));
    }
}
