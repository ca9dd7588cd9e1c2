package dev.memoryservice.server.oauth.client;

import dev.memoryservice.server.oauth.http.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches a description of a client from an address that a stranger has named. Its host is resolved once; every address
 * that it has must be allowed, and the connection goes to one of those that were checked, so that a name cannot lead
 * elsewhere a moment later. No redirect is followed; time, size and number at once are bounded.
 */
public final class DocumentFetcher {

    private static final int LARGEST = 16_384;
    private static final int MOST_AT_ONCE = 4;
    private static final int HTTPS = 443;

    private final Addresses addresses;
    private final Vertx vertx;
    private final HttpClientOptions options;
    private final Duration patience;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private HttpClient client;

    /**
     * A fetcher without a connection yet.
     *
     * @param options whom to trust; time-outs are set here
     * @param patience how long an answer may take, at least a second
     */
    public DocumentFetcher(Addresses addresses, Vertx vertx, HttpClientOptions options, Duration patience) {
        this.addresses = addresses;
        this.vertx = vertx;
        this.options = options;
        this.patience = patience;
    }

    /**
     * The JSON behind an address.
     *
     * @throws OAuthException when it cannot be fetched, with the reason as far as it is the client's business
     */
    String fetch(URI uri) {
        if (!places.tryAcquire()) {
            throw new OAuthException(503, "temporarily_unavailable", "Other clients are being looked up: try again");
        }
        try {
            InetAddress address = resolve(uri.getHost());
            int port = uri.getPort() < 0 ? HTTPS : uri.getPort();
            return client().request(new RequestOptions()
                            .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, port)))
                            .setMethod(HttpMethod.GET)
                            .setHost(uri.getHost())
                            .setPort(port)
                            .setSsl(true)
                            .setFollowRedirects(false)
                            .setTimeout(patience.toMillis())
                            .setURI(
                                    uri.getRawQuery() == null
                                            ? uri.getRawPath()
                                            : uri.getRawPath() + "?" + uri.getRawQuery())
                            .putHeader("Accept", "application/json"))
                    .compose(request -> request.send().compose(DocumentFetcher::read))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(2 * patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof OAuthException known ? known : refused("cannot be reached");
        } catch (TimeoutException e) {
            throw refused("takes too long to answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("was not fetched");
        } finally {
            places.release();
        }
    }

    private InetAddress resolve(String host) {
        try {
            InetAddress[] found = InetAddress.getAllByName(host);
            for (InetAddress address : found) {
                if (!addresses.allowed(address)) {
                    throw refused("is not on the public Internet");
                }
            }
            return found[0];
        } catch (UnknownHostException e) {
            throw refused("has an unknown host");
        }
    }

    private static Future<String> read(HttpClientResponse response) {
        String type = String.valueOf(response.getHeader("Content-Type")).toLowerCase(Locale.ROOT);
        if (response.statusCode() != 200 || !type.startsWith("application/json")) {
            response.request().reset();
            return Future.failedFuture(refused(
                    "answers with status " + response.statusCode() + " or with another type than application/json"));
        }
        Promise<String> done = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(part -> {
                    body.appendBuffer(part);
                    if (body.length() > LARGEST) {
                        response.request().reset();
                        done.tryFail(refused("is longer than " + LARGEST + " bytes"));
                    }
                })
                .exceptionHandler(done::tryFail)
                .endHandler(end -> done.tryComplete(body.toString()));
        return done.future();
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = vertx.createHttpClient(new HttpClientOptions(options)
                    .setConnectTimeout((int) patience.toMillis())
                    .setIdleTimeout((int) patience.toSeconds())
                    .setKeepAlive(false)
                    .setDecompressionSupported(false));
        }
        return client;
    }

    private static OAuthException refused(String why) {
        return OAuthException.bad("invalid_client_metadata", "The description behind client_id " + why);
    }
}
