package dev.memoryservice.server.oauth.http;

/** Answers requests; may block. */
@FunctionalInterface
public interface Endpoint {

    /**
     * Answers a request.
     *
     * @throws OAuthException to refuse it
     */
    Answer answer(OAuthRequest request);
}
