package dev.memoryservice.operator.memoryuser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.MemoryUser;
import dev.memoryservice.operator.credential.Digest;
import dev.memoryservice.operator.server.SecretData;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CredentialsTest {

    private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

    private static MemoryUser user(String request, String spec) {
        return Serialization.unmarshal("""
                apiVersion: memoryservice.dev/v1alpha1
                kind: MemoryUser
                metadata:
                  name: alice
                  namespace: agents
                  annotations: {memoryservice.dev/rotate: "%s"}
                spec:
                  serviceRef: {name: team}
                """.formatted(request) + spec.indent(2), MemoryUser.class);
    }

    private static Credentials first(MemoryUser user) {
        return Credentials.advance(Optional.empty(), user, START, false);
    }

    @Test
    void anOauthUserHasAClientAndAPasswordAndNoKey() {
        MemoryUser user = user("", "credentials: {oauth: {redirectURIs: [\"https://app.example.com/cb\"]}}");
        Credentials credentials = first(user);

        assertThat(credentials.givenApiKey()).isEmpty();
        assertThat(UserFile.of(user, credentials).json()).isEqualToIgnoringWhitespace("""
                {"name":"alice","tenant":"alice","scopes":["read","write"],"suspended":false,
                 "passwords":[{"sha256":"%s"}],
                 "oauth":{"clientId":"alice","secrets":[{"sha256":"%s"}],
                          "redirectUris":["https://app.example.com/cb"]}}
                """.formatted(
                        Digest.sha256(credentials.password().value()),
                        Digest.sha256(credentials.clientSecret().value())));
    }

    @Test
    void aRequestReplacesAllOfThemAndTheServerIsToldOldAndNew() {
        String both = "credentials: {oauth: {}, apiKey: {rotation: {overlap: 1h}}}";
        Credentials before = first(user("", both));

        Credentials told = Credentials.advance(Optional.of(before), user("now", both), START, true);
        assertThat(told.apiKey().value()).isEqualTo(before.apiKey().value());
        assertThat(told.isBeingReplaced()).isTrue();
        assertThat(UserFile.of(user("now", both), told).json().split("sha256", -1))
                .hasSize(7);

        Credentials after = Credentials.advance(Optional.of(told), user("now", both), START, true);
        assertThat(after.apiKey().value()).isEqualTo(told.apiKey().next());
        assertThat(after.password().value()).isEqualTo(told.password().next());
        assertThat(after.clientSecret().value()).isEqualTo(told.clientSecret().next());
        assertThat(UserFile.of(user("now", both), after).json())
                .contains(
                        Digest.sha256(before.password().value()),
                        Digest.sha256(before.clientSecret().value()));

        Credentials settled = Credentials.advance(Optional.of(after), user("now", both), START, true);
        assertThat(settled).isEqualTo(after);
        Credentials later =
                Credentials.advance(Optional.of(after), user("now", both), START.plus(Duration.ofHours(1)), true);
        assertThat(UserFile.of(user("now", both), later).json())
                .doesNotContain(Digest.sha256(before.password().value()));
    }

    @Test
    void aRequestDuringAReplacementIsCarriedOutAfterIt() {
        Credentials before = first(user("", ""));
        Credentials told = Credentials.advance(Optional.of(before), user("once", ""), START, true);
        Credentials stillTold = Credentials.advance(Optional.of(told), user("twice", ""), START, false);
        assertThat(stillTold).isEqualTo(told);

        Credentials replaced = Credentials.advance(Optional.of(told), user("twice", ""), START, true);
        Credentials again = Credentials.advance(Optional.of(replaced), user("twice", ""), START, true);

        assertThat(again.isBeingReplaced()).isTrue();
    }

    @Test
    void aRequestThatWasThereFromTheBeginningReplacesNothing() {
        MemoryUser user = user("copied", "");

        assertThat(Credentials.advance(Optional.of(first(user)), user, START, true)
                        .isBeingReplaced())
                .isFalse();
    }

    @Test
    void aKeyThatIsNotAskedForAnyMoreIsTakenAway() {
        Credentials before = first(user("", "credentials: {oauth: {}, apiKey: {}}"));

        assertThat(Credentials.advance(Optional.of(before), user("", "credentials: {oauth: {}}"), START, true)
                        .givenApiKey())
                .isEmpty();
    }

    @Test
    void whatSomeoneWroteIntoTheSecretIsNoCredential() {
        for (String foreign : new String[] {
            "", "{}x", "null", "{\"apiKey\":{\"value\":\"password\",\"issuedAt\":\"2026-11-21T08:00:00Z\"}}"
        }) {
            assertThat(Credentials.of(
                            new SecretBuilder()
                                    .withNewMetadata()
                                    .endMetadata()
                                    .withData(SecretData.of(Map.of(Credentials.ENTRY, foreign)))
                                    .build(),
                            user("", "")))
                    .as(foreign)
                    .isEmpty();
        }
    }

    @Test
    void whatWasMadeForADeletedUserOfTheSameNameIsNoCredential() {
        MemoryUser user = user("", "");
        user.getMetadata().setUid("new");

        assertThat(Credentials.of(connection(user, "old"), user)).isEmpty();
        assertThat(Credentials.of(connection(user, "new"), user)).isPresent();
        assertThat(Credentials.of(connection(user, "old", "new"), user)).isPresent();
        assertThat(Credentials.of(connection(user), user))
                .as("the owner reference was lost")
                .isPresent();
    }

    private static Secret connection(MemoryUser user, String... owners) {
        return new SecretBuilder()
                .withNewMetadata()
                .withOwnerReferences(Stream.of(owners)
                        .map(uid -> new OwnerReferenceBuilder()
                                .withKind("MemoryUser")
                                .withName(user.getMetadata().getName())
                                .withUid(uid)
                                .build())
                        .toList())
                .endMetadata()
                .withData(SecretData.of(Map.of(Credentials.ENTRY, first(user).json())))
                .build();
    }

    @Test
    void noValueReachesALog() {
        assertThat(first(user("", "")).toString()).isEqualTo("Credentials[1]");
    }
}
