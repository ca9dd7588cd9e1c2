package dev.memoryservice.operator.memoryuser;

import dev.memoryservice.crds.v1alpha1.MemoryUser;
import dev.memoryservice.operator.validation.Refusal;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the API server cannot check of a user, because it depends on other objects. */
@Singleton
class UserValidation {

    private static final String API_KEY = "APIKey";
    private static final String OAUTH = "OAuth";
    private static final String NONE = "None";

    /** Of two users that cannot both be, the one that was there first stays. */
    static final Comparator<MemoryUser> BY_AGE = Comparator.<MemoryUser, String>comparing(
                    user -> Optional.ofNullable(user.getMetadata().getCreationTimestamp())
                            .orElse(""))
            .thenComparing(user -> user.getMetadata().getName());

    private final UserRegistry registry;

    UserValidation(UserRegistry registry) {
        this.registry = registry;
    }

    /**
     * The first thing that is wrong.
     *
     * @param modes the ways to authenticate that the user's MemoryService accepts
     */
    Optional<Refusal> refuse(MemoryUser user, List<String> modes) {
        return refuseOpenService(user, modes)
                .or(() -> refuseKey(user, modes))
                .or(() -> refuseOauth(user, modes))
                .or(() -> refuseSpace(user));
    }

    private static Optional<Refusal> refuseOpenService(MemoryUser user, List<String> modes) {
        return modes.contains(NONE)
                ? Optional.of(new Refusal(
                        "AuthenticationOff",
                        "the MemoryService \"%s\" has spec.auth.modes [None] and lets everyone in, so that it has no"
                                        .formatted(service(user))
                                + " users; set its spec.auth.modes to [APIKey]"))
                : Optional.empty();
    }

    private static Optional<Refusal> refuseKey(MemoryUser user, List<String> modes) {
        boolean wanted = user.getSpec().credentials().givenApiKey().isPresent();
        return wanted && !modes.contains(API_KEY)
                ? Optional.of(notAccepted("apiKey", user, modes, API_KEY))
                : Optional.empty();
    }

    private static Optional<Refusal> refuseOauth(MemoryUser user, List<String> modes) {
        boolean wanted = user.getSpec().credentials().givenOauth().isPresent();
        return wanted && !modes.contains(OAUTH)
                ? Optional.of(notAccepted("oauth", user, modes, OAUTH))
                : Optional.empty();
    }

    private static Refusal notAccepted(String credential, MemoryUser user, List<String> modes, String missing) {
        return new Refusal(
                "ModeNotAccepted",
                "spec.credentials.%s is asked for, but the MemoryService \"%s\" accepts %s only; add %s to its"
                                .formatted(credential, service(user), String.join(", ", modes), missing)
                        + " spec.auth.modes, or ask for other credentials");
    }

    /** A space of one's own that others named as theirs, or the other way round: each would see what is not meant for it. */
    private Optional<Refusal> refuseSpace(MemoryUser user) {
        boolean own = user.getSpec().givenSpace().isEmpty();
        return registry.sharers(user).stream()
                .filter(other -> other.getMetadata().getDeletionTimestamp() == null)
                .filter(other -> other.getSpec().givenSpace().isEmpty() != own)
                .filter(other -> BY_AGE.compare(other, user) < 0)
                .min(BY_AGE)
                .map(other -> own ? ownIsShared(user, other) : sharedIsOwn(user, other));
    }

    private static Refusal ownIsShared(MemoryUser user, MemoryUser other) {
        return new Refusal(
                "SpaceConflict",
                "the space \"%s\", which would be the user's own, is the shared one of the MemoryUser \"%s\"; choose"
                                .formatted(user.space(), other.getMetadata().getName())
                        + " another name, or say so with spec.space: " + user.space());
    }

    private static Refusal sharedIsOwn(MemoryUser user, MemoryUser other) {
        return new Refusal(
                "SpaceConflict",
                "spec.space is \"%s\", which is the MemoryUser \"%s\"'s own; choose another space, or make that"
                                .formatted(user.space(), other.getMetadata().getName())
                        + " MemoryUser anew with spec.space: " + user.space());
    }

    private static String service(MemoryUser user) {
        return user.getSpec().serviceRef().name();
    }
}
