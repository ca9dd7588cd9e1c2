package dev.memoryservice.operator.memoryuser;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.dependent.OwnedDependent;
import dev.memoryservice.operator.dependent.Presence;
import dev.memoryservice.operator.server.SecretData;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Objects;

/**
 * The Secret that the server reads its users from.
 *
 * <p>It is replaced as a whole, not applied: an entry of someone else would be a user that nobody declared. While not
 * every user is known, after a start of the operator, it is left as it is, so that nobody is locked out.
 */
@Singleton
public class UsersDependent extends OwnedDependent<Secret> {

    private final UserDirectory directory;
    private final UserRegistry registry;

    UsersDependent(UserDirectory directory, UserRegistry registry) {
        super(Secret.class);
        this.directory = directory;
        this.registry = registry;
    }

    @Override
    protected String name(MemoryService service) {
        return ServerNames.users(service);
    }

    @Override
    protected Presence presence(MemoryService service, Context<MemoryService> context) {
        boolean tooEarly = getSecondaryResource(service, context).isPresent() && !registry.isComplete();
        return tooEarly ? Presence.UNTOUCHED : Presence.APPLIED;
    }

    @Override
    protected Secret desired(MemoryService service, Context<MemoryService> context) {
        return new SecretBuilder()
                .withMetadata(metadata(service))
                .withType("Opaque")
                .withData(SecretData.of(directory.of(service).files()))
                .build();
    }

    /** By the entries, which may be a thousand: what the SDK compares is the whole object, many times as slowly. */
    @Override
    public Result<Secret> match(Secret actual, Secret desired, MemoryService service, Context<MemoryService> context) {
        addMetadata(true, actual, desired, service, context);
        boolean same = Objects.requireNonNullElse(actual.getData(), Map.of()).equals(desired.getData())
                && ServerLabels.belongsTo(actual, service)
                && actual.getMetadata()
                        .getOwnerReferences()
                        .containsAll(desired.getMetadata().getOwnerReferences());
        return Result.computed(same, desired);
    }

    @Override
    public Secret update(Secret actual, Secret desired, MemoryService service, Context<MemoryService> context) {
        return context.getClient()
                .resource(new SecretBuilder(actual)
                        .editMetadata()
                        .addToLabels(desired.getMetadata().getLabels())
                        .withOwnerReferences(desired.getMetadata().getOwnerReferences())
                        .withManagedFields()
                        .endMetadata()
                        .withData(desired.getData())
                        .build())
                .update();
    }
}
