package dev.memoryservice.operator.event;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.status.MemoryServiceStatus;
import dev.memoryservice.operator.server.ServerLabels;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Tells every transition as a Kubernetes Event, with the words of the condition.
 *
 * <p>The same transition of the same resource has one Event, whose count grows. Events are written aside from reconciles
 * and one after the other; when the API server is slow and many wait, the newest are dropped, because the conditions say
 * the same.
 */
@Singleton
public class Events {

    private static final Logger LOG = Logger.getLogger(Events.class);

    /** The longest message that the API server accepts. */
    private static final int LONGEST_MESSAGE = 1024;

    private static final int MOST_WAITING = 2_000;

    private final KubernetesClient client;
    private final ThreadPoolExecutor writer = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("events").factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    Events(KubernetesClient client) {
        this.client = client;
    }

    /** Tells what changed from the status that the resource has to the given one. */
    public void tell(MemoryService service, MemoryServiceStatus after) {
        tell(service, service.reported().conditions(), after.conditions());
    }

    /** Tells what changed from the conditions that the resource has to the given ones. */
    public void tell(HasMetadata resource, List<Condition> before, List<Condition> after) {
        Transition.between(before, after).forEach(transition -> tell(resource, transition));
    }

    /**
     * Tells that something happened once.
     *
     * @param action what it was about, one word in CamelCase
     * @param warning whether a person should look at it
     */
    public void tell(HasMetadata resource, String action, String reason, String message, boolean warning) {
        tell(resource, new Transition(action, reason, message, warning));
    }

    private void tell(HasMetadata resource, Transition transition) {
        LOG.infof(
                "%s %s/%s: %s: %s: %s",
                resource.getKind(),
                resource.getMetadata().getNamespace(),
                resource.getMetadata().getName(),
                transition.type(),
                transition.reason(),
                transition.message());
        writer.execute(() -> write(resource, transition));
    }

    private void write(HasMetadata resource, Transition transition) {
        Event event = event(resource, transition);
        try {
            client.resource(event).create();
        } catch (KubernetesClientException refused) {
            if (refused.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                count(event);
            } else {
                drop(event, refused);
            }
        }
    }

    private void count(Event event) {
        try {
            client.v1()
                    .events()
                    .inNamespace(event.getMetadata().getNamespace())
                    .withName(event.getMetadata().getName())
                    .edit(existing -> new EventBuilder(existing)
                            .withCount(existing.getCount() + 1)
                            .withLastTimestamp(event.getLastTimestamp())
                            .withMessage(event.getMessage())
                            .build());
        } catch (KubernetesClientException refused) {
            drop(event, refused);
        }
    }

    private static void drop(Event event, KubernetesClientException refused) {
        LOG.debugf("Event %s was not written: %s", event.getMetadata().getName(), refused.getMessage());
    }

    private static Event event(HasMetadata resource, Transition transition) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        String message = transition.message();
        return new EventBuilder()
                .withNewMetadata()
                .withName(name(resource, transition))
                .withNamespace(resource.getMetadata().getNamespace())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(resource.getApiVersion())
                .withKind(resource.getKind())
                .withNamespace(resource.getMetadata().getNamespace())
                .withName(resource.getMetadata().getName())
                .withUid(resource.getMetadata().getUid())
                .endInvolvedObject()
                .withType(transition.warning() ? "Warning" : "Normal")
                .withReason(transition.reason())
                .withMessage(
                        message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE - 1) + "…" : message)
                .withAction(transition.type())
                .withReportingComponent(ServerLabels.OPERATOR)
                .withReportingInstance(ServerLabels.OPERATOR)
                .withNewSource()
                .withComponent(ServerLabels.OPERATOR)
                .endSource()
                .withCount(1)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .build();
    }

    /** The same for the same transition of the same resource, whichever replica of the operator tells it. */
    private static String name(HasMetadata resource, Transition transition) {
        String key = resource.getMetadata().getUid() + "/" + transition.type() + "/" + transition.reason();
        return resource.getMetadata().getName() + "." + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    }

    @PreDestroy
    void shutDown() {
        writer.shutdown();
    }
}
