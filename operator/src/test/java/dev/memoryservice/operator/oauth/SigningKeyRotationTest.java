package dev.memoryservice.operator.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.testing.Services;
import dev.memoryservice.operator.testing.SettableClock;
import dev.memoryservice.operator.tls.Pem;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SigningKeyRotationTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration PERIOD = Duration.ofDays(30);

    private final SettableClock clock = new SettableClock(NOON);
    private final SigningKeyRotation rotation = new SigningKeyRotation(clock);
    private final MemoryService service =
            Services.withSpec("{tls: {mode: SelfSigned}, auth: {modes: [OAuth], oauth: {keyRotationPeriod: 720h}}}");
    private Optional<Secret> secret = Optional.empty();

    @Test
    void theFirstKeySignsAtOnce() throws Exception {
        SigningKeys keys = reconcile();

        assertThat(keys.pems()).hasSize(1);
        assertThat(keys.signing()).hasValue(keys.pems().firstKey());
        assertThat(keys.pems().firstKey()).startsWith("20261121T120000Z-");
        assertThat(((RSAKey) Pem.privateKey(keys.pems().get(keys.pems().firstKey())))
                        .getModulus()
                        .bitLength())
                .isEqualTo(3072);
    }

    @Test
    void nothingChangesBeforeItIsDue() {
        SigningKeys first = reconcile();

        clock.pass(PERIOD.minus(SigningKeyRotation.PUBLISHED_BEFORE).minusSeconds(1));

        assertThat(reconcile()).isEqualTo(first);
    }

    @Test
    void theNextKeyIsPublishedBeforeItSignsAndTheOneBeforeStaysUntilItsTokensAreGone() {
        String first = reconcile().signing().orElseThrow();

        clock.pass(PERIOD.minus(SigningKeyRotation.PUBLISHED_BEFORE));
        SigningKeys published = reconcile();
        assertThat(published.pems()).hasSize(2);
        assertThat(published.signing()).hasValue(first);

        clock.pass(SigningKeyRotation.PUBLISHED_BEFORE);
        SigningKeys switched = reconcile();
        String second = switched.signing().orElseThrow();
        assertThat(second).isNotEqualTo(first);
        assertThat(switched.pems()).containsKeys(first, second);

        clock.pass(SigningKeyRotation.KEPT_AFTER.minusSeconds(1));
        assertThat(reconcile().pems()).containsKeys(first, second);
        clock.pass(Duration.ofSeconds(1));
        assertThat(reconcile().pems()).containsOnlyKeys(second);
    }

    @Test
    void anOperatorThatWasAwayKeepsTheOldKeyFromWhenItReallyStoppedSigning() {
        String first = reconcile().signing().orElseThrow();
        clock.pass(PERIOD);
        reconcile();

        clock.pass(Duration.ofDays(3));
        assertThat(reconcile().pems()).as("switched only now").containsKey(first);
        clock.pass(SigningKeyRotation.KEPT_AFTER);

        assertThat(reconcile().pems()).doesNotContainKey(first);
    }

    @Test
    void whoTakesAwayWhichKeySignsGetsAnotherOne() {
        String first = reconcile().signing().orElseThrow();
        clock.pass(Duration.ofSeconds(1));
        edit(data -> data.remove("signing"));

        SigningKeys asked = reconcile();
        assertThat(asked.pems()).hasSize(2);
        assertThat(asked.signing()).as("until every reader has the next one").hasValue(first);

        clock.pass(SigningKeyRotation.PUBLISHED_BEFORE);
        assertThat(reconcile().signing()).hasValue(asked.pems().lastKey());
    }

    @Test
    void whoSaysWhichKeySignsIsNotFought() {
        String first = reconcile().signing().orElseThrow();
        clock.pass(Duration.ofSeconds(1));
        edit(data -> data.remove("signing"));
        String second = reconcile().pems().lastKey();
        assertThat(second).isNotEqualTo(first);

        edit(data -> data.put("signing", SigningKeys.encode(second)));

        assertThat(reconcile().signing()).hasValue(second);
        clock.pass(SigningKeyRotation.KEPT_AFTER);
        assertThat(reconcile().pems()).containsOnlyKeys(second);
    }

    @Test
    void aKeyThatSomeoneBrokeIsReplaced() {
        String first = reconcile().signing().orElseThrow();
        edit(data -> data.put(first + ".pem", SigningKeys.encode("broken")));

        SigningKeys repaired = reconcile();

        assertThat(repaired.pems()).hasSize(1).doesNotContainKey(first);
        assertThat(repaired.signing()).hasValue(repaired.pems().firstKey());
    }

    @Test
    void noKeyIsInAText() {
        assertThat(reconcile().toString()).doesNotContain("PRIVATE");
    }

    private SigningKeys reconcile() {
        secret = Optional.of(rotation.secret(service, new ObjectMeta(), secret));
        return SigningKeys.read(
                secret.get().getData(), secret.get().getMetadata().getAnnotations());
    }

    private void edit(Consumer<Map<String, String>> change) {
        Map<String, String> data = new TreeMap<>(secret.orElseThrow().getData());
        change.accept(data);
        secret = secret.map(before -> new SecretBuilder(before).withData(data).build());
    }
}
