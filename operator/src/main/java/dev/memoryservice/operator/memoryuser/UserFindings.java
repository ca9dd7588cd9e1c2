package dev.memoryservice.operator.memoryuser;

import static dev.memoryservice.operator.status.ConditionType.ACCEPTED;
import static dev.memoryservice.operator.status.ConditionType.READY;

import dev.memoryservice.crds.v1alpha1.MemoryUser;
import dev.memoryservice.operator.credential.Rotation;
import dev.memoryservice.operator.status.ConditionType;
import dev.memoryservice.operator.status.Conditions;
import dev.memoryservice.operator.status.Finding;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides the conditions of a user from what was observed. */
final class UserFindings {

    /** The reasons of Ready that only a server which knows the user gives. */
    private static final Set<String> SAID_BY_SERVER = Set.of("Loaded", "Suspended", "KeyExpired");

    private final MemoryUser user;
    private final UserObservation observation;

    UserFindings(MemoryUser user, UserObservation observation) {
        this.user = user;
        this.observation = observation;
    }

    List<Finding> all() {
        return List.of(accepted(), ready());
    }

    private Finding accepted() {
        if (observation.refusal().isPresent()) {
            var refusal = observation.refusal().get();
            return Finding.no(ACCEPTED, refusal.reason(), refusal.message());
        }
        return observation.serviceKnown()
                ? Finding.yes(ACCEPTED, "Valid", "the spec is carried out")
                : before(ACCEPTED)
                        .map(condition -> Conditions.repeated(ACCEPTED, condition))
                        .orElseGet(() -> starting(ACCEPTED));
    }

    private Finding ready() {
        if (observation.refusal().isPresent()) {
            return Finding.no(READY, "NotAccepted", "the server is told of the user when the spec is accepted");
        }
        if (!observation.serviceKnown() || observation.loaded().isEmpty()) {
            return unasked();
        }
        if (!observation.loaded().get()) {
            return loading();
        }
        if (user.getSpec().suspend()) {
            return Finding.no(
                    READY, "Suspended", "the server refuses the user by spec.suspend; set it to false to let it in");
        }
        return expired().orElseGet(() -> Finding.yes(READY, "Loaded", "the server accepts the user"));
    }

    /** An operator that has only just started knows nothing new: what was true is said until the server was asked. */
    private Finding unasked() {
        return before(READY)
                .filter(condition -> user.getMetadata().getGeneration().equals(condition.getObservedGeneration()))
                .filter(condition -> SAID_BY_SERVER.contains(condition.getReason()))
                .map(condition -> Conditions.repeated(READY, condition))
                .orElseGet(() -> observation.serviceKnown() ? loading() : starting(READY));
    }

    private Finding loading() {
        return Finding.unknown(
                READY,
                "Loading",
                observation
                        .problem()
                        .map(problem -> "whether the server knows the user cannot be told: " + problem)
                        .orElse("the server has not loaded the user yet; it does when the MemoryService runs"));
    }

    private static Finding starting(ConditionType type) {
        return Finding.unknown(type, "ServiceStarting", "the MemoryService has no address yet; see its conditions");
    }

    private Optional<Finding> expired() {
        return observation
                .credentials()
                .flatMap(credentials -> credentials.keyEnd(user))
                .filter(end -> !end.isAfter(observation.now()))
                .map(end -> Finding.no(READY, "KeyExpired", expiredSince(end)));
    }

    private static String expiredSince(Instant end) {
        return "the API key ended at %s by spec.credentials.apiKey.expiresAfter; change the annotation %s for a new one"
                .formatted(end, Rotation.ANNOTATION);
    }

    private Optional<Condition> before(ConditionType type) {
        return Conditions.find(user.reported().conditions(), type.label());
    }
}
