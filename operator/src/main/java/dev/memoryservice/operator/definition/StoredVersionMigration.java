package dev.memoryservice.operator.definition;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionList;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has every object of a definition stored in its present version, and then says in the definition's {@code
 * status.storedVersions} that no other is stored, without which Kubernetes keeps an old version for ever.
 *
 * <p>An object is written anew by a patch that changes nothing: the API server stores what differs from what it has in any
 * byte, the version among them. So nothing that someone else writes at the same time is lost, and whoever stops this in
 * the middle can begin again.
 */
final class StoredVersionMigration {

    /** Named, of all that could not be written; more say nothing new. */
    private static final int MOST_NAMED = 5;

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final String CHANGES_NOTHING = "{}";

    private final KubernetesClient client;
    private final long page;

    /** @param page objects that are read at once */
    StoredVersionMigration(KubernetesClient client, long page) {
        this.client = client;
        this.page = page;
    }

    /** What came of it. */
    sealed interface Outcome {

        /** Nothing is stored in another version, or there is no such definition. */
        record UpToDate() implements Outcome {}

        /**
         * Everything is stored in the present version now.
         *
         * @param objects how many were written
         * @param gone the versions in which nothing is stored any more
         */
        record Migrated(int objects, List<String> gone) implements Outcome {}

        /**
         * Some objects may still be stored in another version, so that the definition was left as it is.
         *
         * @param problem which and why, for people
         */
        record Incomplete(String problem) implements Outcome {}
    }

    /**
     * Looks at the definition, and does what is to be done. Reads and writes each object once; its time grows with their
     * number.
     *
     * @throws KubernetesClientException when the API server does not answer or does not allow it
     */
    Outcome migrate(String name) {
        CustomResourceDefinition definition = definitions().withName(name).get();
        if (definition == null) {
            return new Outcome.UpToDate();
        }
        String stored = storageVersion(definition);
        List<String> before = definition.getStatus().getStoredVersions();
        if (before.equals(List.of(stored))) {
            return new Outcome.UpToDate();
        }
        List<String> failures = new ArrayList<>();
        int written = writeAll(definition, failures);
        if (!failures.isEmpty()) {
            return new Outcome.Incomplete("%d of %d objects could not be written: %s"
                    .formatted(
                            failures.size(),
                            failures.size() + written,
                            String.join("; ", failures.subList(0, Math.min(MOST_NAMED, failures.size())))));
        }
        return trim(definition, stored)
                ? new Outcome.Migrated(
                        written,
                        before.stream()
                                .filter(version -> !version.equals(stored))
                                .toList())
                : new Outcome.Incomplete("the definition was changed meanwhile");
    }

    private int writeAll(CustomResourceDefinition definition, List<String> failures) {
        var objects = objects(definition);
        int written = 0;
        Optional<String> next = Optional.empty();
        do {
            GenericKubernetesResourceList found = objects.inAnyNamespace()
                    .list(new ListOptionsBuilder()
                            .withLimit(page)
                            .withContinue(next.orElse(null))
                            .build());
            for (GenericKubernetesResource object : found.getItems()) {
                Optional<String> failure = write(objects, object.getMetadata());
                failure.ifPresent(failures::add);
                written += failure.isEmpty() ? 1 : 0;
            }
            next = Optional.ofNullable(found.getMetadata().getContinue()).filter(token -> !token.isEmpty());
        } while (next.isPresent());
        return written;
    }

    /** Why the object was not written; empty if it was, or is gone. */
    private static Optional<String> write(
            MixedOperation<
                            GenericKubernetesResource,
                            GenericKubernetesResourceList,
                            Resource<GenericKubernetesResource>>
                    objects,
            ObjectMeta object) {
        try {
            objects.inNamespace(object.getNamespace())
                    .withName(object.getName())
                    .patch(MERGE, CHANGES_NOTHING);
            return Optional.empty();
        } catch (KubernetesClientException refused) {
            return refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND
                    ? Optional.empty()
                    : Optional.of(
                            "%s/%s (%s)".formatted(object.getNamespace(), object.getName(), refused.getMessage()));
        }
    }

    /** @return whether the definition is still the one that was read before the objects were */
    private boolean trim(CustomResourceDefinition definition, String stored) {
        try {
            definitions()
                    .withName(definition.getMetadata().getName())
                    .subresource("status")
                    .patch(
                            MERGE,
                            client.getKubernetesSerialization()
                                    .asJson(Map.of(
                                            "metadata",
                                            Map.of(
                                                    "resourceVersion",
                                                    definition.getMetadata().getResourceVersion()),
                                            "status",
                                            Map.of("storedVersions", List.of(stored)))));
            return true;
        } catch (KubernetesClientException conflict) {
            if (conflict.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw conflict;
        }
    }

    private MixedOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            objects(CustomResourceDefinition definition) {
        return client.genericKubernetesResources(new ResourceDefinitionContext.Builder()
                .withGroup(definition.getSpec().getGroup())
                .withVersion(servedVersion(definition))
                .withKind(definition.getSpec().getNames().getKind())
                .withPlural(definition.getSpec().getNames().getPlural())
                .withNamespaced(true)
                .build());
    }

    private static String storageVersion(CustomResourceDefinition definition) {
        return definition.getSpec().getVersions().stream()
                .filter(CustomResourceDefinitionVersion::getStorage)
                .map(CustomResourceDefinitionVersion::getName)
                .findFirst()
                .orElseThrow();
    }

    /** The version that objects are written through; whichever it is, they are stored in the storage version. */
    private static String servedVersion(CustomResourceDefinition definition) {
        return definition.getSpec().getVersions().stream()
                .filter(CustomResourceDefinitionVersion::getServed)
                .map(CustomResourceDefinitionVersion::getName)
                .findFirst()
                .orElseThrow();
    }

    private NonNamespaceOperation<
                    CustomResourceDefinition, CustomResourceDefinitionList, Resource<CustomResourceDefinition>>
            definitions() {
        return client.apiextensions().v1().customResourceDefinitions();
    }
}
