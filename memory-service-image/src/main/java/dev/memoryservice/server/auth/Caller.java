package dev.memoryservice.server.auth;

import dev.memoryservice.server.memory.Space;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Who a request comes from, as the gate found out.
 *
 * @param name of the user or of the key, or {@code anonymous}
 * @param tenant whose memories the request is about
 * @param scopes what the caller may do; with a scope come those that it includes
 * @param credential how the caller showed who it is
 * @param quota how much the caller may do
 * @param key the digest of the key that the caller showed, by which it is asked later whether that is good still; empty
 *     where it showed none
 */
public record Caller(
        String name, String tenant, Set<Scope> scopes, Credential credential, Quota quota, Optional<SecretDigest> key) {

    /** How a caller shows who it is. */
    public enum Credential {
        /** Not at all: the server asks for nothing. */
        NONE,
        /** A key of the key directory or of the environment. */
        API_KEY,
        /** A key of a user of the users directory. */
        USER_KEY,
        /** A key of an administrator of the administrators' directory. */
        ADMINISTRATOR_KEY,
        /** An access token. */
        ACCESS_TOKEN,
        /** The token of the file that lets Prometheus read the metrics, and nothing else. */
        METRICS_TOKEN;

        /** The word for it in answers and in the audit. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The caller where no key is asked for. */
    public static final Caller ANONYMOUS =
            new Caller("anonymous", Space.DEFAULT_TENANT, EnumSet.allOf(Scope.class), Credential.NONE, Quota.UNLIMITED);

    /** Whoever asks for what is open to everybody, where a key is asked for the rest. */
    public static final Caller NOBODY =
            new Caller("nobody", Space.DEFAULT_TENANT, Set.of(), Credential.NONE, Quota.UNLIMITED);

    /** Whoever collects the metrics: has no scope, so that nothing but {@code /metrics} is open to it. */
    public static final Caller COLLECTOR =
            new Caller("metrics", Space.DEFAULT_TENANT, Set.of(), Credential.METRICS_TOKEN, Quota.UNLIMITED);

    private static final String KEY = Caller.class.getName();

    public Caller {
        scopes = withIncluded(scopes);
    }

    /** One who showed no key. */
    public Caller(String name, String tenant, Set<Scope> scopes, Credential credential, Quota quota) {
        this(name, tenant, scopes, credential, quota, Optional.empty());
    }

    /** Whether everything that the other may do in its tenant is allowed to this one in the same. */
    boolean covers(Caller other) {
        return tenant.equals(other.tenant) && scopes.containsAll(other.scopes);
    }

    private static Set<Scope> withIncluded(Collection<Scope> scopes) {
        EnumSet<Scope> all = EnumSet.noneOf(Scope.class);
        scopes.forEach(scope -> all.addAll(EnumSet.range(Scope.READ, scope)));
        return Set.copyOf(all);
    }

    /** Whether the caller's credential allows this. */
    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }

    /** The words of the scopes, the weakest first. */
    public List<String> scopeWords() {
        return scopes.stream().sorted().map(Scope::word).toList();
    }

    /** The caller of a request that has passed the gate. */
    public static Caller of(RoutingContext request) {
        return Objects.requireNonNull(request.get(KEY), "no request gets here without passing the gate");
    }

    /** The caller of a request, if it is known already. */
    public static Optional<Caller> find(RoutingContext request) {
        return Optional.ofNullable(request.get(KEY));
    }

    /** Says that the request comes from this caller. */
    public void attachTo(RoutingContext request) {
        request.put(KEY, this);
    }
}
