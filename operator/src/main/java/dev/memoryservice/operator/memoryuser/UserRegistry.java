package dev.memoryservice.operator.memoryuser;

import dev.memoryservice.crds.v1alpha1.MemoryUser;
import dev.memoryservice.operator.cache.WithoutManagedFields;
import dev.memoryservice.operator.server.ServerLabels;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSourceStartPriority;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The users of each MemoryService and their connection Secrets, from the caches of the users' own controller, so that a
 * thousand users are in memory once.
 */
@Singleton
public class UserRegistry {

    private static final String BY_SERVICE = "by-service";
    private static final String BY_SPACE = "by-space";

    private volatile Optional<IndexerResourceCache<MemoryUser>> users = Optional.empty();
    private volatile Optional<InformerEventSource<Secret, MemoryUser>> secrets = Optional.empty();
    private volatile boolean complete;

    /** Takes the caches of the controller, and makes the one of the Secrets. */
    InformerEventSource<Secret, MemoryUser> attach(String secretsName, EventSourceContext<MemoryUser> context) {
        IndexerResourceCache<MemoryUser> cache = context.getPrimaryCache();
        cache.addIndexers(Map.of(
                BY_SERVICE, user -> List.of(key(service(user))),
                BY_SPACE, user -> List.of(key(service(user)) + "/" + user.space())));
        InformerEventSource<Secret, MemoryUser> connections = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Secret.class, MemoryUser.class)
                        .withName(secretsName)
                        .withLabelSelector(UserLabels.MANAGED)
                        .withItemStore(new WithoutManagedFields<>())
                        .withSecondaryToPrimaryMapper(ServerLabels::owner)
                        .build(),
                context);
        // Before every source of ours, which may then take both caches for complete.
        connections.setEventSourcePriority(EventSourceStartPriority.RESOURCE_STATE_LOADER);
        users = Optional.of(cache);
        secrets = Optional.of(connections);
        return connections;
    }

    /** Both caches have been filled. */
    void markComplete() {
        complete = true;
    }

    /** Whether every user is known; before that nothing may be concluded from one that is not. */
    public boolean isComplete() {
        return complete;
    }

    /** Every user that names the MemoryService, those that are being deleted included. */
    List<MemoryUser> usersOf(ResourceID service) {
        return users.map(cache -> cache.byIndex(BY_SERVICE, key(service))).orElse(List.of());
    }

    /** Every user of the same MemoryService with the same space, the given one included if it is known. */
    List<MemoryUser> sharers(MemoryUser user) {
        return users.map(cache -> cache.byIndex(BY_SPACE, key(service(user)) + "/" + user.space()))
                .orElse(List.of());
    }

    /** The credentials of the user, as its connection Secret holds them now. */
    Optional<Credentials> credentials(MemoryUser user) {
        return connection(user).flatMap(secret -> Credentials.of(secret, user));
    }

    private Optional<Secret> connection(MemoryUser user) {
        ResourceID id =
                new ResourceID(UserNames.connection(user), user.getMetadata().getNamespace());
        return secrets.flatMap(cache -> cache.get(id)).filter(secret -> UserLabels.belongsTo(secret, user));
    }

    /** The MemoryService that the user names. */
    static ResourceID service(MemoryUser user) {
        return new ResourceID(
                user.getSpec().serviceRef().name(), user.getMetadata().getNamespace());
    }

    private static String key(ResourceID service) {
        return service.getNamespace().orElse("") + "/" + service.getName();
    }
}
