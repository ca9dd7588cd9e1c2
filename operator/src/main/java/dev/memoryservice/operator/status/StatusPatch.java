package dev.memoryservice.operator.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** How a status is written: server-side apply owns whatever the object carries, so it carries nothing else. */
public final class StatusPatch {

    private StatusPatch() {}

    /**
     * The object to apply.
     *
     * @param empty a new object of the type
     */
    public static <S, R extends CustomResource<?, S>> R of(R empty, HasMetadata resource, S status) {
        empty.setMetadata(new ObjectMetaBuilder()
                .withName(resource.getMetadata().getName())
                .withNamespace(resource.getMetadata().getNamespace())
                .build());
        empty.setStatus(status);
        return empty;
    }

    /** Whether the resource was deleted while it was reconciled: there is nothing to report to. */
    public static boolean isGone(Exception failure) {
        return failure instanceof KubernetesClientException answer
                && answer.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
    }
}
