package dev.memoryservice.operator.memoryuser;

import dev.memoryservice.crds.v1alpha1.MemoryUser;
import dev.memoryservice.crds.v1alpha1.status.KeyStatus;
import dev.memoryservice.crds.v1alpha1.status.MemoryUserStatus;
import dev.memoryservice.operator.credential.Credential;
import dev.memoryservice.operator.status.Conditions;
import dev.memoryservice.operator.verification.KnownUser;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Makes the status of a user. The same observation gives an equal status, so nothing is written for it. */
final class UserStatusReport {

    private UserStatusReport() {}

    static MemoryUserStatus of(MemoryUser user, UserObservation observation) {
        MemoryUserStatus before = user.reported();
        Optional<KnownUser> known = observation.known();
        return new MemoryUserStatus(
                user.getMetadata().getGeneration(),
                Conditions.of(
                        new UserFindings(user, observation).all(),
                        user.getMetadata().getGeneration(),
                        before.conditions(),
                        observation.now()),
                user.space(),
                observation
                        .credentials()
                        .map(credentials -> UserNames.connection(user))
                        .orElse(null),
                known.map(KnownUser::memories).orElseGet(before::memories),
                // A server that was restarted does not know what was before.
                known.flatMap(KnownUser::lastUsed).map(UserStatusReport::minute).orElseGet(before::lastUsed),
                observation
                        .credentials()
                        .flatMap(credentials -> credentials.givenApiKey().map(key -> key(user, credentials, key)))
                        .orElse(null));
    }

    private static KeyStatus key(MemoryUser user, Credentials credentials, Credential key) {
        return new KeyStatus(
                key.issuedAt(),
                credentials.keyEnd(user).map(Instant::toString).orElse(null),
                credentials.keyRotation(user).map(Instant::toString).orElse(null),
                key.lastRetiredEnd().map(Instant::toString).orElse(null));
    }

    /** To the minute, so that a busy user is not a write of the status every time it is looked at. */
    private static String minute(Instant time) {
        return time.truncatedTo(ChronoUnit.MINUTES).toString();
    }
}
