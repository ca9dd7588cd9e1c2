package dev.memoryservice.e2e.cluster;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Everything that a person needs to understand why a test failed, without the cluster at hand. */
final class Diagnostics {

    private static final int LOG_LINES = 80;

    private Diagnostics() {}

    static String of(KubernetesClient client, String namespace, String operatorNamespace) {
        StringBuilder report = new StringBuilder();
        List.of("MemoryService", "MemoryBackup", "MemoryRestore").forEach(kind -> {
            report.append("\n===== %ss in %s%n".formatted(kind, namespace));
            client.genericKubernetesResources("memoryservice.dev/v1alpha1", kind)
                    .inNamespace(namespace)
                    .list()
                    .getItems()
                    .forEach(object -> {
                        object.getMetadata().setManagedFields(null);
                        report.append(Serialization.asYaml(object)).append('\n');
                    });
        });
        report.append("===== Events in ").append(namespace).append('\n');
        client.v1().events().inNamespace(namespace).list().getItems().stream()
                .sorted(Comparator.comparing(Diagnostics::time))
                .forEach(event -> report.append("%s %s %s/%s %s: %s (x%s)%n"
                        .formatted(
                                time(event),
                                event.getType(),
                                event.getInvolvedObject().getKind(),
                                event.getInvolvedObject().getName(),
                                event.getReason(),
                                event.getMessage(),
                                event.getCount())));
        client.pods().inNamespace(namespace).list().getItems().forEach(pod -> appendPod(report, client, pod));
        client.pods()
                .inNamespace(operatorNamespace)
                .withLabel("app.kubernetes.io/name", "memory-service-operator")
                .list()
                .getItems()
                .forEach(pod -> appendPod(report, client, pod));
        return report.toString();
    }

    private static void appendPod(StringBuilder report, KubernetesClient client, Pod pod) {
        var resource = client.pods().resource(pod);
        report.append("===== Pod %s/%s %s%n"
                .formatted(
                        pod.getMetadata().getNamespace(),
                        pod.getMetadata().getName(),
                        Serialization.asJson(pod.getStatus().getContainerStatuses())));
        report.append(log(() -> resource.tailingLines(LOG_LINES).getLog()));
        report.append("===== its previous container\n");
        report.append(log(() -> resource.terminated().tailingLines(LOG_LINES).getLog()));
    }

    private static String log(java.util.function.Supplier<String> read) {
        try {
            return Optional.ofNullable(read.get()).orElse("") + "\n";
        } catch (KubernetesClientException e) {
            return "(no log: " + e.getMessage() + ")\n";
        }
    }

    private static String time(Event event) {
        return Optional.ofNullable(event.getLastTimestamp())
                .or(() -> Optional.ofNullable(event.getEventTime()).map(time -> time.getTime()))
                .orElse("");
    }
}
