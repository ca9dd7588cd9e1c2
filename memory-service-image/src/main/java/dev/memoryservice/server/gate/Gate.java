package dev.memoryservice.server.gate;

import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.audit.Audit;
import dev.memoryservice.server.audit.Refusal;
import dev.memoryservice.server.auth.Authentication;
import dev.memoryservice.server.auth.Caller;
import dev.memoryservice.server.auth.Challenge;
import dev.memoryservice.server.auth.Scope;
import dev.memoryservice.server.auth.Tickets;
import dev.memoryservice.server.auth.Verdict;
import dev.memoryservice.server.dashboard.PageRoutes;
import dev.memoryservice.server.events.EventStreams;
import dev.memoryservice.server.limits.ClientAddress;
import dev.memoryservice.server.limits.Guessing;
import dev.memoryservice.server.limits.RateLimits;
import dev.memoryservice.server.mcp.McpStreams;
import dev.memoryservice.server.oauth.OAuthSettings;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Every request to port 8000 passes here, before any route of whatever framework sees it. In this order: the headers
 * that each answer carries, the host it is addressed to, the site it comes from, its size, then (after the
 * framework's CORS filter, which answers preflights) who sends it, whether the sender may do it and how often, and a
 * place among the requests worked on. What is refused is written into the audit.
 *
 * <p>A request without a key gets 401, one with a key that is none or that has not the scope gets 403. Only {@link #OPEN} and the files of the
 * pages for people need none.
 */
@Singleton
public final class Gate {

    /** What is open to everybody beside the files of the pages: that the server is there, and nothing else. */
    private static final Set<String> OPEN = Set.of("/api/health", "/health", "/mcp/health");

    /** Where documents come in, which may be larger than anything else; their bodies never lie in memory. */
    private static final Set<String> UPLOADS = Set.of("/api/documents/upload", "/api/documents/batch-upload");

    /** Where a backup comes in, which may be larger still. */
    private static final String BACKUP = "/api/admin/restores/content";

    /** What a form has besides its files, in bytes. */
    private static final int FORM = 65_536;

    /** Quarkus' CORS filter has the priority 300; higher runs earlier. */
    private static final int BEFORE_CORS = 1000;

    private static final int AFTER_CORS = 200;

    private final Authentication authentication;
    private final Tickets tickets;
    private final Guessing guessing;
    private final RateLimits rates;
    private final Audit audit;
    private final OAuthSettings oauth;
    private final Challenge challenge;
    private final TrustedHosts hosts;
    private final TrustedOrigins origins;
    private final long longestBody;
    private final long longestUpload;
    private final long longestBackup;
    private final int mostRequests;
    private final AtomicInteger requests = new AtomicInteger();

    Gate(
            Authentication authentication,
            Tickets tickets,
            Guessing guessing,
            RateLimits rates,
            Audit audit,
            OAuthSettings oauth,
            Challenge challenge,
            ServerConfig config) {
        this.authentication = authentication;
        this.tickets = tickets;
        this.guessing = guessing;
        this.rates = rates;
        this.audit = audit;
        this.oauth = oauth;
        this.challenge = challenge;
        hosts = new TrustedHosts(oauth.withHost(config.allowedHosts().orElse(List.of())));
        origins = new TrustedOrigins(
                oauth.withOrigin(config.cors().allowedOrigins().orElse(List.of())));
        longestBody = config.limits().bodyBytes();
        longestUpload = longestUpload(config);
        longestBackup = config.backup().contentBytes();
        mostRequests = config.limits().concurrentRequests();
    }

    /** Whether a request brings documents. */
    public static boolean isUpload(RoutingContext context) {
        String path = context.normalizedPath();
        return context.request().method().equals(HttpMethod.POST)
                && UPLOADS.contains(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }

    /** Whether a request brings a backup to restore. */
    public static boolean isBackup(RoutingContext context) {
        return context.request().method().equals(HttpMethod.POST) && BACKUP.equals(context.normalizedPath());
    }

    /** The most bytes of such a request: its files, and the form around them. */
    public static long longestUpload(ServerConfig config) {
        return (long) config.documents().bytes() + FORM;
    }

    void register(@Observes Filters filters) {
        filters.register(this::inspect, BEFORE_CORS);
        filters.register(this::admit, AFTER_CORS);
    }

    private void inspect(RoutingContext context) {
        HttpServerRequest request = context.request();
        audit.watch(context);
        SecurityHeaders.addTo(context.response(), context.request().isSSL());
        String host = request.authority() == null ? "" : request.authority().host();
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (!hosts.trusts(host) && !isCollected(context, host)) {
            Refusal.HOST.attachTo(context);
            Refusals.refuse(
                    context,
                    421,
                    "This server is not known as '" + host + "': use one of its names, or add this one to"
                            + " memory-service.allowed-hosts");
        } else if (origin != null && !origins.trusts(origin, request.scheme() + "://" + request.authority())) {
            Refusal.ORIGIN.attachTo(context);
            Refusals.refuse(
                    context,
                    403,
                    "Pages of '" + origin + "' may not call this server: add the origin to"
                            + " memory-service.cors.allowed-origins");
        } else if (declaredLength(request) > longestBody(context)) {
            // What is not read would be taken for the next request; HTTP/2 knows no such header and no such danger.
            if (request.version() != HttpVersion.HTTP_2) {
                context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            Refusals.refuse(
                    context,
                    413,
                    "The body is too large: " + declaredLength(request) + " bytes, and the limit is "
                            + longestBody(context) + "; send less at once");
        } else {
            context.next();
        }
    }

    private void admit(RoutingContext context) {
        if (isOpen(context) || oauth.isOpen(context.normalizedPath())) {
            enterAsStranger(context);
        } else if (!authentication.required()) {
            enter(context, Caller.ANONYMOUS);
        } else {
            authenticate(context);
        }
    }

    private void enterAsStranger(RoutingContext context) {
        if (strangerMayAsk(context)) {
            Caller.NOBODY.attachTo(context);
            takePlace(context);
        }
    }

    private void authenticate(RoutingContext context) {
        boolean eventStream = EventStreams.PATHS.contains(context.normalizedPath());
        Optional<String> ticket = eventStream ? Credentials.ofQuery(context.request(), "ticket") : Optional.empty();
        Optional<String> key = Credentials.ofHeaders(context.request())
                .or(() -> eventStream ? Credentials.ofQuery(context.request(), "api_key") : Optional.empty());
        if (key.isPresent()) {
            judge(context, key.get());
        } else if (ticket.isPresent()) {
            tickets.redeem(ticket.get())
                    .ifPresentOrElse(
                            caller -> authorize(context, caller),
                            () -> refuseStranger(
                                    context,
                                    Refusal.UNKNOWN_CREDENTIAL,
                                    403,
                                    "The ticket is unknown, used or expired: get a new one from /api/events/ticket"));
        } else {
            challenge.noCredential(context);
            refuseStranger(
                    context,
                    Refusal.NO_CREDENTIAL,
                    401,
                    "An API key is required: send it as 'Authorization: Bearer <key>' or 'X-API-Key: <key>'");
        }
    }

    private void judge(RoutingContext context, String key) {
        String address = ClientAddress.of(context.request());
        if (guessing.refuses(address, key)) {
            Refusal.LOCKED_OUT.attachTo(context);
            context.response()
                    .putHeader(
                            HttpHeaders.RETRY_AFTER,
                            Long.toString(guessing.lockedFor().toSeconds()));
            Refusals.refuse(
                    context,
                    429,
                    "Too many different wrong keys came from this address: for "
                            + guessing.lockedFor().toSeconds() + " s only keys are taken that were good before");
            return;
        }
        switch (authentication.judge(key)) {
            case Verdict.Accepted accepted -> {
                guessing.succeeded(address, key);
                authorize(context, accepted.caller());
            }
            case Verdict.Rejected rejected -> {
                if (rejected.status() == 401) {
                    challenge.badToken(context, rejected.error());
                } else if (rejected.status() == 503) {
                    context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
                }
                Refusal.REJECTED_CREDENTIAL.attachTo(context, rejected.name());
                refuseStranger(context, Refusal.REJECTED_CREDENTIAL, rejected.status(), rejected.detail());
            }
            case Verdict.Unknown _ -> {
                guessing.failed(address, key);
                refuseStranger(
                        context,
                        Refusal.UNKNOWN_CREDENTIAL,
                        403,
                        "The API key is not one of this server: check the Secret it comes from");
            }
        }
    }

    private void refuseStranger(RoutingContext context, Refusal why, int status, String detail) {
        if (strangerMayAsk(context)) {
            why.attachTo(context);
            Refusals.refuse(context, status, detail);
        }
    }

    private boolean strangerMayAsk(RoutingContext context) {
        Optional<Long> wait = rates.take(ClientAddress.of(context.request()), context.response());
        wait.ifPresent(seconds -> tooOften(context, seconds, "this address"));
        return wait.isEmpty();
    }

    private void authorize(RoutingContext context, Caller caller) {
        if (caller.credential() == Caller.Credential.METRICS_TOKEN && readsMetrics(context)) {
            // Not into the audit: a collector comes every few seconds.
            enter(context, caller);
            return;
        }
        Scope needed = NeededScope.of(context.request().method(), context.normalizedPath());
        if (needed == Scope.ADMIN) {
            audit.administrative(context);
        }
        if (caller.may(needed)) {
            enter(context, caller);
        } else {
            caller.attachTo(context);
            Refusal.INSUFFICIENT_SCOPE.attachTo(context);
            challenge.insufficientScope(context, needed);
            Refusals.refuse(context, 403, Challenge.insufficientScope(caller, needed));
        }
    }

    private void enter(RoutingContext context, Caller caller) {
        caller.attachTo(context);
        rates.take(caller, ClientAddress.of(context.request()), context.response())
                .ifPresentOrElse(
                        seconds -> tooOften(context, seconds, "'" + caller.name() + "'"), () -> takePlace(context));
    }

    private static void tooOften(RoutingContext context, long seconds, String who) {
        Refusal.RATE_LIMIT.attachTo(context);
        Refusals.refuse(
                context, 429, "Too many requests of " + who + ": come again in " + seconds + " s, see RateLimit-Limit");
    }

    private void takePlace(RoutingContext context) {
        if (isStream(context)) {
            context.next();
            return;
        }
        if (requests.incrementAndGet() > mostRequests) {
            requests.decrementAndGet();
            context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
            Refusals.refuse(
                    context, 503, "The server is busy with " + mostRequests + " requests: try again in a second");
            return;
        }
        new Place(context, requests::decrementAndGet);
        context.next();
    }

    private static boolean isOpen(RoutingContext context) {
        HttpMethod method = context.request().method();
        String path = context.normalizedPath();
        return (OPEN.contains(path) || PageRoutes.isPublic(path))
                && (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD));
    }

    private static boolean readsMetrics(RoutingContext context) {
        return NeededScope.readsMetrics(context.request().method(), context.normalizedPath());
    }

    /**
     * Whether a collector of metrics addresses the very interface that it reaches: Prometheus finds Pods by their
     * address, and no page of a foreign site has a name that says one.
     */
    private static boolean isCollected(RoutingContext context, String host) {
        SocketAddress local = context.request().localAddress();
        return readsMetrics(context) && local != null && host.equals(local.hostAddress());
    }

    /** Streams stay open for hours and have a limit of their own. */
    private static boolean isStream(RoutingContext context) {
        return context.request().method().equals(HttpMethod.GET)
                && (EventStreams.PATHS.contains(context.normalizedPath())
                        || McpStreams.isStream(context.normalizedPath()));
    }

    private long longestBody(RoutingContext context) {
        if (isBackup(context)) {
            return longestBackup;
        }
        return isUpload(context) ? longestUpload : longestBody;
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
