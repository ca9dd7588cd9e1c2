package dev.memoryservice.operator.memoryservice;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.credential.OperatorKey;
import dev.memoryservice.operator.server.KeyRing;
import dev.memoryservice.operator.server.RunningImage;
import dev.memoryservice.operator.server.ServerAddress;
import dev.memoryservice.operator.server.ServerKeys;
import dev.memoryservice.operator.server.ServerNames;
import dev.memoryservice.operator.status.Observation;
import dev.memoryservice.operator.tls.ServerCertificates;
import dev.memoryservice.operator.verification.VerificationSource;
import dev.memoryservice.operator.verification.VerificationTarget;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Has a server verified while it serves, and not otherwise. */
@Singleton
class VerificationStarter {

    private final VerificationSource verifications;
    private final RunningImage image;
    private final ServerCertificates certificates;

    VerificationStarter(VerificationSource verifications, RunningImage image, ServerCertificates certificates) {
        this.verifications = verifications;
        this.image = image;
        this.certificates = certificates;
    }

    void startOrStop(MemoryService service, Observation observation, Context<MemoryService> context) {
        ResourceID id = ResourceID.fromResource(service);
        if (observation.serves()) {
            verifications.watch(id, target(service, observation, context));
        } else {
            verifications.forget(id);
        }
    }

    private VerificationTarget target(MemoryService service, Observation observation, Context<MemoryService> context) {
        Optional<KeyRing> keys = ServerKeys.of(service, context);
        Optional<OperatorKey> operatorKey = operatorKey(service, context);
        Optional<String> ownKey = operatorKey.map(OperatorKey::value);
        return new VerificationTarget(
                ServerAddress.of(service).url(),
                certificates.trusted(service, context),
                // Where clients have tokens instead of keys, the operator's own.
                keys.flatMap(KeyRing::clientKey).or(() -> ownKey),
                ownKey,
                Stream.of(keys.flatMap(KeyRing::nextKey), operatorKey.flatMap(OperatorKey::next))
                        .flatMap(Optional::stream)
                        .collect(Collectors.toUnmodifiableSet()),
                service.declared().backend().type().label(),
                image.expectedVersion(service),
                VerificationTarget.revision(observation.pods()));
    }

    private static Optional<OperatorKey> operatorKey(MemoryService service, Context<MemoryService> context) {
        return context.getSecondaryResourcesAsStream(Secret.class)
                .filter(secret -> secret.getMetadata().getName().equals(ServerNames.operatorKey(service)))
                .findFirst()
                .flatMap(OperatorKey::of);
    }
}
