package dev.memoryservice.operator.memoryuser;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.crds.v1alpha1.MemoryUser;
import dev.memoryservice.crds.v1alpha1.user.UserAPIKeySpec;
import dev.memoryservice.operator.credential.Credential;
import dev.memoryservice.operator.credential.Rotation;
import dev.memoryservice.operator.server.SecretData;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything by which one user proves who it is. Kept as one entry of the connection Secret, from which every other entry
 * is made: whoever changes one of those is set right, and whoever deletes the Secret gets new credentials at once.
 * {@code toString} says no value.
 *
 * @param request the request to rotate that was carried out last
 * @param apiKey null if the user has none
 * @param clientSecret of the OAuth client; null if the user has none
 * @param password for the login page; null if the user has none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Credentials(String request, Credential apiKey, Credential clientSecret, Credential password) {

    /** The entry of the connection Secret that holds the credentials with their succession. */
    static final String ENTRY = "credentials.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    Credentials {
        Objects.requireNonNull(request);
    }

    /**
     * The credentials of a user from its connection Secret; empty if it holds none that were made here for this very
     * user. That of a deleted one stays until Kubernetes has collected it, and must not let in the next of the same name.
     */
    static Optional<Credentials> of(Secret connection, MemoryUser user) {
        return isOfAnother(connection, user)
                ? Optional.empty()
                : SecretData.entry(connection, ENTRY).flatMap(Credentials::read);
    }

    /** Not if the owner reference was only lost. */
    private static boolean isOfAnother(Secret connection, MemoryUser user) {
        List<String> owners = connection.getMetadata().getOwnerReferences().stream()
                .filter(owner -> owner.getKind().equals(user.getKind()))
                .map(OwnerReference::getUid)
                .toList();
        return !owners.isEmpty() && !owners.contains(user.getMetadata().getUid());
    }

    private static Optional<Credentials> read(String json) {
        try {
            return Optional.ofNullable(JSON.readValue(json, Credentials.class));
        } catch (JsonProcessingException notOurs) {
            return Optional.empty();
        }
    }

    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("credentials are plain texts", impossible);
        }
    }

    /**
     * The credentials that the user has to have now.
     *
     * @param before those that it has
     * @param nextAreAccepted whether the server accepts the next values already
     */
    static Credentials advance(Optional<Credentials> before, MemoryUser user, Instant now, boolean nextAreAccepted) {
        var wanted = user.getSpec().credentials();
        Rotation rotation = rotation(user, now);
        Rotation onDemand = rotation.onDemand();
        boolean requested = before.filter(known -> known.isRequested(rotation)).isPresent();
        boolean oauth = wanted.givenOauth().isPresent();
        Succession succession = new Succession(now, requested, nextAreAccepted);
        return new Credentials(
                before.filter(Credentials::isBeingReplaced)
                        .map(Credentials::request)
                        .orElse(rotation.request()),
                succession.of(wanted.givenApiKey().isPresent(), before.map(Credentials::apiKey), rotation),
                succession.of(oauth, before.map(Credentials::clientSecret), onDemand),
                succession.of(oauth, before.map(Credentials::password), onDemand));
    }

    /** When the API key is replaced, as it is asked for now. */
    static Rotation rotation(MemoryUser user, Instant now) {
        UserAPIKeySpec key = user.getSpec().credentials().givenApiKey().orElse(UserAPIKeySpec.defaults());
        return Rotation.of(user, key.rotation(), now);
    }

    /** When each of them was handed to clients. */
    List<String> issued() {
        return all().map(Credential::issuedAt).toList();
    }

    private record Succession(Instant now, boolean requested, boolean nextIsAccepted) {

        /** Null if none is wanted. */
        Credential of(boolean wanted, Optional<Credential> before, Rotation rotation) {
            return wanted
                    ? before.map(known -> known.advance(rotation, requested, nextIsAccepted))
                            .orElseGet(() -> Credential.generate(now))
                    : null;
        }
    }

    /** A request during a replacement waits until that is through. */
    private boolean isRequested(Rotation rotation) {
        return !rotation.request().equals(request) && !isBeingReplaced();
    }

    @JsonIgnore
    boolean isBeingReplaced() {
        return all().anyMatch(Credential::isBeingReplaced);
    }

    @JsonIgnore
    Optional<Credential> givenApiKey() {
        return Optional.ofNullable(apiKey);
    }

    @JsonIgnore
    Optional<Credential> givenClientSecret() {
        return Optional.ofNullable(clientSecret);
    }

    @JsonIgnore
    Optional<Credential> givenPassword() {
        return Optional.ofNullable(password);
    }

    private Stream<Credential> all() {
        return Stream.of(givenApiKey(), givenClientSecret(), givenPassword()).flatMap(Optional::stream);
    }

    /** When the API key ends, where it does. */
    Optional<Instant> keyEnd(MemoryUser user) {
        return user.getSpec()
                .credentials()
                .givenApiKey()
                .flatMap(UserAPIKeySpec::givenExpiry)
                .flatMap(age -> givenApiKey().map(key -> key.issued().plus(age)));
    }

    /** When the API key is replaced, where it is. */
    Optional<Instant> keyRotation(MemoryUser user) {
        return user.getSpec()
                .credentials()
                .givenApiKey()
                .flatMap(spec -> spec.rotation().givenPeriod())
                .flatMap(age -> givenApiKey().map(key -> key.issued().plus(age)));
    }

    /** The next time at which something happens by itself. */
    Optional<Instant> nextChange(MemoryUser user, Instant now) {
        return Stream.concat(
                        Stream.of(keyEnd(user), keyRotation(user)).flatMap(Optional::stream),
                        all().map(Credential::firstRetiredEnd).flatMap(Optional::stream))
                .filter(time -> time.isAfter(now))
                .min(Instant::compareTo);
    }

    @Override
    public String toString() {
        return "Credentials[" + all().count() + "]";
    }
}
