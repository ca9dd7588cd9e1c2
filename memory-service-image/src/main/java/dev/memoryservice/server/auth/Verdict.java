package dev.memoryservice.server.auth;

/** What an {@link Authenticator} says of a token. */
public sealed interface Verdict {

    /** It is good. */
    record Accepted(Caller caller) implements Verdict {}

    /**
     * It is one of this authenticator's, but it is not good any more, or not yet. No other authenticator is asked.
     *
     * @param name whose it is, for the audit
     * @param status of the answer: 401 for a token that the client can replace by itself, 403 for one that it cannot
     * @param error of RFC 6750, section 3.1, for the header {@code WWW-Authenticate}: {@code invalid_token} mostly
     * @param detail what is wrong with it and what to do; never the token
     */
    record Rejected(String name, int status, String error, String detail) implements Verdict {}

    /** It is none of this authenticator's. */
    record Unknown() implements Verdict {}

    /** The one instance that is needed. */
    Verdict UNKNOWN = new Unknown();
}
