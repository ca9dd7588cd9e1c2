package dev.memoryservice.server.oauth.http;

import dev.memoryservice.server.audit.Refusal;
import dev.memoryservice.server.memory.StoreUnavailableException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import org.jboss.logging.Logger;

/** Binds endpoints to their paths: reads bodies up to 64 KiB, works off the event loop, and answers what fails. */
@Singleton
public final class Endpoints {

    private static final Logger LOG = Logger.getLogger(Endpoints.class);

    /** The largest is the form of a consent, which carries the authorization request. */
    private static final int LARGEST_BODY = 65_536;

    private final Vertx vertx;

    Endpoints(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Answers GET and HEAD of a path. */
    public void get(Router router, String path, Endpoint endpoint) {
        router.route(path)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> work(context, endpoint, Buffer.buffer()));
        refuseOthers(router, path, "GET, HEAD");
    }

    /** Answers POST of a path. */
    public void post(Router router, String path, Endpoint endpoint) {
        router.route(HttpMethod.POST, path).handler(context -> read(context, endpoint));
        refuseOthers(router, path, "POST");
    }

    /** Answers GET and POST of a path. */
    public void getAndPost(Router router, String path, Endpoint get, Endpoint post) {
        router.route(path)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> work(context, get, Buffer.buffer()));
        router.route(HttpMethod.POST, path).handler(context -> read(context, post));
        refuseOthers(router, path, "GET, HEAD, POST");
    }

    private void refuseOthers(Router router, String path, String allowed) {
        router.route(path)
                .handler(context -> send(
                        context,
                        Answer.error(405, "invalid_request", "This path takes " + allowed)
                                .with("Allow", allowed)));
    }

    private void read(RoutingContext context, Endpoint endpoint) {
        Buffer body = Buffer.buffer();
        context.request()
                .handler(part -> {
                    if (body.length() <= LARGEST_BODY) {
                        body.appendBuffer(part);
                    }
                })
                .endHandler(ended -> {
                    if (body.length() > LARGEST_BODY) {
                        send(
                                context,
                                Answer.error(
                                        413, "invalid_request", "The body is longer than " + LARGEST_BODY + " bytes"));
                    } else {
                        work(context, endpoint, body);
                    }
                })
                .resume();
    }

    private void work(RoutingContext context, Endpoint endpoint, Buffer body) {
        OAuthRequest request = new OAuthRequest(context.request(), body.getBytes());
        vertx.executeBlocking(() -> answer(context, endpoint, request), false)
                .onSuccess(answer -> send(context, answer))
                .onFailure(problem -> send(context, unforeseen(context, problem)));
    }

    private static Answer answer(RoutingContext context, Endpoint endpoint, OAuthRequest request) {
        try {
            return endpoint.answer(request);
        } catch (OAuthException e) {
            if (e.error().equals("invalid_grant")) {
                // By its status alone the audit would take it for a slip of the client.
                Refusal.REJECTED_CREDENTIAL.attachTo(context);
            }
            Answer answer = Answer.error(e.status(), e.error(), e.getMessage());
            return switch (e.status()) {
                // RFC 6749, 5.2, for clients that try the header.
                case 401 -> answer.with("WWW-Authenticate", "Basic realm=\"memory-service\", charset=\"UTF-8\"");
                case 429, 503 -> answer.with("Retry-After", "60");
                default -> answer;
            };
        } catch (StoreUnavailableException e) {
            LOG.warnf("Store unavailable: %s", e.getMessage());
            return Answer.error(503, "temporarily_unavailable", "The server's store cannot be used now: try again")
                    .with("Retry-After", "1");
        }
    }

    private static Answer unforeseen(RoutingContext context, Throwable problem) {
        LOG.errorf(problem, "%s failed in a way that nobody foresaw", context.normalizedPath());
        return Answer.error(500, "server_error", "The server failed to do this; its log says why. Please try again.");
    }

    private static void send(RoutingContext context, Answer answer) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (answer.status() == HttpURLConnection.HTTP_BAD_REQUEST) {
            Refusal.INVALID_OAUTH_REQUEST.attachUnlessKnown(context);
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach((name, value) -> response.headers().set(name, value));
        response.end(answer.body());
    }
}
