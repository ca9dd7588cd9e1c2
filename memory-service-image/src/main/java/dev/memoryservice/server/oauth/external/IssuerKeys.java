package dev.memoryservice.server.oauth.external;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * The keys of an external issuer: asked for at the start, every five minutes, and when a token names one that is not
 * known, but not more than every ten seconds. While the issuer is down, the last ones that it gave stay in force.
 */
final class IssuerKeys {

    /** No secret that is shared: whoever checks such a token could make it. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    static final Duration RENEWED_EVERY = Duration.ofMinutes(5);

    private static final Logger LOG = Logger.getLogger(IssuerKeys.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final String issuer;
    private final IssuerClient client;
    private final Executor executor;
    private final Clock clock;
    private volatile Optional<JWKSet> keys = Optional.empty();
    private volatile String problem = "it was not asked yet";
    private Instant lastAsked = Instant.MIN;
    private boolean asking;

    /** @param executor where the issuer is asked, which blocks */
    IssuerKeys(String issuer, IssuerClient client, Executor executor, Clock clock) {
        this.issuer = issuer;
        this.client = client;
        this.executor = executor;
        this.clock = clock;
    }

    /** Why there are no keys; empty when there are some. */
    Optional<String> missing() {
        return keys.isPresent() ? Optional.empty() : Optional.of(problem);
    }

    /** Whether the issuer has a key for this token, as far as is known. */
    boolean knows(SignedJWT token) {
        return !candidates(token.getHeader()).isEmpty();
    }

    /** Whether a key of the issuer signed this. Does not block. */
    boolean signed(SignedJWT token) {
        JWSHeader header = token.getHeader();
        for (JWK key : candidates(header)) {
            try {
                if (key instanceof AsymmetricJWK pair
                        && token.verify(
                                new DefaultJWSVerifierFactory().createJWSVerifier(header, pair.toPublicKey()))) {
                    return true;
                }
            } catch (JOSEException e) {
                LOG.debugf("A key of %s does not fit its algorithm: %s", issuer, e.getMessage());
            }
        }
        return false;
    }

    private List<JWK> candidates(JWSHeader header) {
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            return List.of();
        }
        return keys.map(set -> new JWKSelector(JWKMatcher.forJWSHeader(header)).select(set))
                .orElse(List.of());
    }

    /** Has the issuer asked again, unless it was a moment ago; answers whether it is being asked now. */
    synchronized boolean renewSoon() {
        if (asking) {
            return true;
        }
        Instant now = clock.instant();
        if (!lastAsked.equals(Instant.MIN) && now.isBefore(lastAsked.plus(PAUSE))) {
            return false;
        }
        asking = true;
        lastAsked = now;
        executor.execute(this::renew);
        return true;
    }

    private void renew() {
        try {
            JWKSet found = client.keys();
            if (keys.isEmpty() || !problem.isEmpty()) {
                LOG.infof("The OAuth issuer %s has given %d keys", issuer, found.size());
            }
            keys = Optional.of(found);
            problem = "";
        } catch (IssuerException e) {
            if (!e.getMessage().equals(problem)) {
                LOG.warnf(
                        "The OAuth issuer %s has not given its keys: %s; %s",
                        issuer,
                        e.getMessage(),
                        keys.isPresent() ? "those before stay in force" : "nobody gets in with its tokens");
            }
            problem = e.getMessage();
        } finally {
            synchronized (this) {
                asking = false;
            }
        }
    }
}
