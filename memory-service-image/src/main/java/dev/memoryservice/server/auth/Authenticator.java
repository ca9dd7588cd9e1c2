package dev.memoryservice.server.auth;

/**
 * Turns what a client presents, in {@code Authorization: Bearer} or {@code X-API-Key}, into a caller. The beans of this
 * type are asked in turn, by their {@code jakarta.annotation.Priority}, the highest first, until one knows the token.
 */
public interface Authenticator {

    /**
     * Whose token this is. Called on an event loop for each request: must not block, and takes a fraction of a
     * millisecond.
     *
     * @param token as presented, without white space around it; of any content and up to some kilobytes long
     */
    Verdict judge(String token);

    /**
     * Whether a caller that was let in would be let in now, with the same credential and for as much. True for those
     * whose credential is none of this authenticator's. Must not block.
     */
    boolean admitsStill(Caller caller);
}
