package dev.memoryservice.operator.memoryservice;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.memoryuser.ServiceState;
import dev.memoryservice.operator.memoryuser.ServiceStates;
import dev.memoryservice.operator.memoryuser.UserDirectory;
import dev.memoryservice.operator.memoryuser.UsersDependent;
import dev.memoryservice.operator.server.ServerImage;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.validation.Refusal;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The part of a service's reconcile that concerns its users. */
@Singleton
class ServiceUsers {

    private final UsersDependent dependent;
    private final UserDirectory directory;
    private final ServiceStates states;
    private final ServerImage image;

    ServiceUsers(UsersDependent dependent, UserDirectory directory, ServiceStates states, ServerImage image) {
        this.dependent = dependent;
        this.directory = directory;
        this.states = states;
        this.image = image;
    }

    /**
     * Lets the users know what they need of the service.
     *
     * @param refusal with one nothing of the service was applied, but its server runs: who may use it, and who may no
     *     more, is not made to wait
     */
    void reconcile(MemoryService service, Optional<Refusal> refusal, Context<MemoryService> context) {
        if (refusal.isPresent() && secret(ServerNames.users(service), context).isPresent()) {
            dependent.reconcile(service, context);
        }
        secret(ServerNames.connection(service), context)
                .map(connection -> ServiceState.of(
                        service,
                        connection,
                        image.reference(service),
                        directory.of(service).overflow()))
                .ifPresent(state -> states.publish(ResourceID.fromResource(service), state));
    }

    private static Optional<Secret> secret(String name, Context<MemoryService> context) {
        return context.getSecondaryResourcesAsStream(Secret.class)
                .filter(secret -> secret.getMetadata().getName().equals(name))
                .findFirst();
    }
}
