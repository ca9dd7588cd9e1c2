package dev.memoryservice.operator.oauth;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.tls.Pem;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Makes and replaces the keys that sign tokens, so that no token is refused for it: the next key is published ten minutes
 * before it signs, when every replica and every other reader of the JWKS has it, and the one before stays for a day after
 * it signed last, which no access token outlives.
 *
 * <p>What comes next depends on the Secret and on the clock alone, so an operator that was away goes on where it was.
 */
@Singleton
public class SigningKeyRotation {

    /** From the publication of a key to its first signature: longer than the kubelet takes to bring it to each Pod. */
    static final Duration PUBLISHED_BEFORE = Duration.ofMinutes(10);

    /** From a key's last signature to its removal: the longest life of an access token, and the kubelet's time. */
    static final Duration KEPT_AFTER = Duration.ofHours(24).plusMinutes(10);

    /** RFC 7518 asks for 2048 bits, NIST SP 800-57 for 3072 from 2031 on. */
    private static final int BITS = 3072;

    private static final int MOST_KEYS = 8;

    private static final Logger LOG = Logger.getLogger(SigningKeyRotation.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Clock clock;

    @Inject
    SigningKeyRotation() {
        this(Clock.systemUTC());
    }

    public SigningKeyRotation(Clock clock) {
        this.clock = clock;
    }

    /** The Secret as it has to be now; unchanged, unless something is due. */
    public Secret secret(MemoryService service, ObjectMeta metadata, Optional<Secret> existing) {
        SigningKeys before = existing.map(SigningKeyRotation::read).orElseGet(SigningKeys::none);
        SigningKeys after =
                next(before, service.declared().auth().oauthSettings().keyRotation());
        if (!after.equals(before)) {
            LOG.infof(
                    "MemoryService %s/%s: keys that sign tokens: %s",
                    service.getMetadata().getNamespace(), service.getMetadata().getName(), after);
        }
        return new SecretBuilder()
                .withMetadata(metadata)
                .editMetadata()
                .addToAnnotations(after.annotations())
                .endMetadata()
                .withType("Opaque")
                .withData(after.entries())
                .build();
    }

    private static SigningKeys read(Secret secret) {
        return SigningKeys.read(
                Optional.ofNullable(secret.getData()).orElse(Map.of()),
                Optional.ofNullable(secret.getMetadata().getAnnotations()).orElse(Map.of()));
    }

    SigningKeys next(SigningKeys keys, Duration period) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (keys.pems().isEmpty()) {
            NavigableMap<String, String> first = withNewKey(keys, now);
            return new SigningKeys(first, Optional.of(first.lastKey()), Optional.of(now));
        }
        if (keys.signing().isEmpty()) {
            // Someone took it away, to have the key replaced: the newest goes on to sign until the next one is known.
            return new SigningKeys(
                    withNewKey(keys, now), Optional.of(keys.pems().lastKey()), Optional.of(now));
        }
        String signing = keys.signing().get();
        String newest = keys.pems().lastKey();
        if (!newest.equals(signing)
                && SigningKeys.made(newest).isAfter(SigningKeys.made(signing))
                && !now.isBefore(SigningKeys.made(newest).plus(PUBLISHED_BEFORE))) {
            return new SigningKeys(keys.pems(), Optional.of(newest), Optional.of(now));
        }
        if (newest.equals(signing)
                && !now.isBefore(SigningKeys.made(signing).plus(period).minus(PUBLISHED_BEFORE))) {
            return new SigningKeys(
                    withNewKey(keys, now), keys.signing(), keys.since().or(() -> Optional.of(now)));
        }
        Instant since = keys.since().orElse(now);
        return new SigningKeys(
                now.isBefore(since.plus(KEPT_AFTER)) ? keys.pems() : keys.pems().tailMap(signing, true),
                keys.signing(),
                Optional.of(since));
    }

    /** The oldest ones go, if someone asks for more keys than a server reads. */
    private static NavigableMap<String, String> withNewKey(SigningKeys keys, Instant now) {
        TreeMap<String, String> more = new TreeMap<>(keys.pems());
        while (more.size() >= MOST_KEYS) {
            more.pollFirstEntry();
        }
        more.put(SigningKeys.kid(now, RANDOM.nextInt()), newKey());
        return more;
    }

    private static String newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS, RANDOM);
            return Pem.of(generator.generateKeyPair().getPrivate());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java runtime makes no RSA keys", impossible);
        }
    }
}
