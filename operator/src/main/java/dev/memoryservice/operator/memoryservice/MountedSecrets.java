package dev.memoryservice.operator.memoryservice;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Has changed Secrets, and levels of the log, reach the running server at once.
 *
 * <p>The kubelet looks at the Secrets that a Pod mounts about once a minute, and whenever the Pod itself changes. So the
 * operator writes onto the Pod which versions of them it should have. Versions and not hashes: a Secret may hold a word
 * that could be guessed from its hash.
 */
@Singleton
class MountedSecrets {

    static final String ANNOTATION = "memoryservice.dev/mounted-secrets";

    /** Touches each Pod that was not yet told of the Secrets as they are now. */
    void refresh(MemoryService service, Context<MemoryService> context) {
        Set<String> mounted = Set.of(
                ServerNames.users(service),
                ServerNames.generatedKeys(service),
                ServerNames.operatorKey(service),
                ServerNames.ownCertificate(service),
                ServerNames.issuedCertificate(service),
                ServerNames.signingKeys(service),
                ServerNames.metricsToken(service),
                ServerNames.logLevels(service));
        String versions = Stream.<Stream<? extends HasMetadata>>of(
                        context.getSecondaryResourcesAsStream(Secret.class),
                        context.getSecondaryResourcesAsStream(ConfigMap.class))
                .flatMap(objects -> objects)
                .map(HasMetadata::getMetadata)
                .filter(object -> mounted.contains(object.getName()))
                .map(object -> object.getName() + "=" + object.getResourceVersion())
                .sorted()
                .collect(Collectors.joining(","));
        context.getSecondaryResourcesAsStream(Pod.class)
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(MountedSecrets::runs)
                .filter(pod -> !versions.equals(annotations(pod).get(ANNOTATION)))
                .forEach(pod -> annotate(pod, versions, context));
    }

    /** One that does not run yet mounts the Secrets as they are, or is looked at again when it runs. */
    private static boolean runs(Pod pod) {
        return pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase());
    }

    private static Map<String, String> annotations(Pod pod) {
        return Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
    }

    private static void annotate(Pod pod, String versions, Context<MemoryService> context) {
        try {
            context.getClient()
                    // The one that is known here: by its name alone the client would get it first, and nothing else
                    // may.
                    .resource(pod)
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(ANNOTATION, versions));
        } catch (KubernetesClientException failure) {
            // Gone meanwhile: the next Pod mounts the Secrets as they are.
            if (failure.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw failure;
            }
        }
    }
}
