package dev.memoryservice.server.oauth.token;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.oauth.OAuthSettings;
import dev.memoryservice.server.oauth.http.OAuthException;
import dev.memoryservice.server.oauth.state.Kind;
import dev.memoryservice.server.oauth.state.Table;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What users allowed clients. Each grant has one refresh token, {@code family.generation.secret}, that is replaced each
 * time it is used. The last one may be used again for a moment, because answers get lost, and gives the same successor;
 * an older one, or the last one later, means that two hold the token, of whom one is a thief: the grant ends, with all
 * of its tokens (RFC 9700, 4.14.2).
 */
@Singleton
public final class Grants {

    private static final Logger LOG = Logger.getLogger(Grants.class);

    /** So many a user has at most; then the one that was not used for longest goes. */
    private static final int MOST_OF_USER = 100;

    private static final int PARTS = 3;

    private final Table<Grant> grants;
    private final Revocations revocations;
    private final OAuthSettings settings;
    private final Clock clock;

    Grants(MemoryStore store, Revocations revocations, OAuthSettings settings, ObjectMapper json, Clock clock) {
        this.grants = new Table<>(store.oauth(), Kind.GRANT, Grant.class, json, clock);
        this.revocations = revocations;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A refresh token and the grant that it belongs to.
     *
     * @param id of the grant, which access tokens name
     */
    public record Refreshed(String token, String id, String user, Grant grant) {}

    private record Parts(String family, long generation, String secret) {

        static Optional<Parts> of(String token) {
            String[] parts = token.split("\\.", -1);
            try {
                return parts.length == PARTS
                        ? Optional.of(new Parts(parts[0], Long.parseLong(parts[1]), parts[2]))
                        : Optional.empty();
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        static String token(String family, long generation, String secret) {
            return family + "." + generation + "." + secret;
        }
    }

    /** The id of the grant of a family of refresh tokens, which does not lead back to it. */
    public static String idOf(String family) {
        return Secrets.digest(family);
    }

    /**
     * Grants.
     *
     * @param family a new secret
     * @return the first refresh token
     */
    public Refreshed begin(
            String family, String user, String client, String clientName, String scope, String resource) {
        Instant now = clock.instant();
        String secret = Secrets.random();
        Grant grant = new Grant(client, clientName, scope, resource, 0, Secrets.digest(secret), "", "", now, now);
        List<Table.Row<Grant>> others = grants.ofOwner(user);
        for (int i = 0; i <= others.size() - MOST_OF_USER; i++) {
            end(others.get(i).id());
        }
        grants.put(new Table.Row<>(idOf(family), user, expiry(now), grant));
        return new Refreshed(Parts.token(family, 0, secret), idOf(family), user, grant);
    }

    /**
     * Takes a refresh token and gives its successor.
     *
     * @param client who presents it
     * @throws OAuthException when it is not good
     */
    public Refreshed refresh(String token, String client) {
        Parts parts = Parts.of(token).orElseThrow(Grants::unknown);
        String id = idOf(parts.family());
        String presented = Secrets.digest(parts.secret());
        String derivation = Secrets.random();
        Instant now = clock.instant();
        Table.Change<Grant> change = grants.update(
                        id,
                        row -> isCurrent(row.value(), parts, presented, client)
                                ? row.with(
                                        row.value()
                                                .next(
                                                        Secrets.digest(Secrets.derive(derivation, parts.secret())),
                                                        derivation,
                                                        now),
                                        expiry(now))
                                : row)
                .orElseThrow(Grants::unknown);
        Grant before = change.before().value();
        if (!before.client().equals(client)) {
            throw unknown();
        }
        boolean again = before.generation() == parts.generation() + 1
                && Secrets.same(before.previous(), presented)
                && now.isBefore(before.replaced().plus(settings.values().refreshTokenGrace()));
        if (!isCurrent(before, parts, presented, client) && !again) {
            // Who knows the family once held a token of it; a wrong secret of the present generation is only a guess.
            if (parts.generation() < before.generation()) {
                LOG.warnf(
                        "OAuth: a used refresh token of the user '%s' was presented again by the client '%s':"
                                + " the grant has ended",
                        change.before().owner(), client);
                end(id);
            }
            throw unknown();
        }
        Grant after = change.after().value();
        return new Refreshed(
                Parts.token(parts.family(), after.generation(), Secrets.derive(after.key(), parts.secret())),
                id,
                change.after().owner(),
                after);
    }

    /** The grant of a refresh token that is good now, without using it. */
    public Optional<Table.Row<Grant>> find(String token) {
        return Parts.of(token).flatMap(parts -> grants.find(idOf(parts.family()))
                .filter(row -> row.value().generation() == parts.generation()
                        && Secrets.same(row.value().current(), Secrets.digest(parts.secret()))));
    }

    /** The grant of any refresh token of a family, good or used. */
    public Optional<Table.Row<Grant>> ofFamily(String token) {
        return Parts.of(token).flatMap(parts -> grants.find(idOf(parts.family())));
    }

    /** What a user has granted, the one that was not used for longest first. */
    public List<Table.Row<Grant>> of(String user) {
        return grants.ofOwner(user);
    }

    /** Ends a grant: its refresh token and its access tokens are good no more. */
    public void end(String id) {
        revocations.add(id, clock.instant().plus(settings.values().accessTokenLifetime()));
        grants.remove(id);
    }

    private static boolean isCurrent(Grant grant, Parts parts, String presented, String client) {
        return grant.client().equals(client)
                && grant.generation() == parts.generation()
                && Secrets.same(grant.current(), presented);
    }

    private Instant expiry(Instant now) {
        return now.plus(settings.values().refreshTokenLifetime());
    }

    static OAuthException unknown() {
        return OAuthException.bad(
                "invalid_grant", "The refresh token is unknown, used, revoked or expired: authorize again");
    }
}
