package dev.memoryservice.server.oauth.state;

/** What the authorization server remembers. Each kind has a bound of its own. */
public enum Kind {
    /** A client that registered itself. */
    CLIENT(1_000),
    /** An authorization code, by its digest. */
    CODE(10_000),
    /** What a user allowed a client, with the digest of the refresh token. */
    GRANT(20_000),
    /** A user who is logged in, by the digest of the cookie. */
    SESSION(10_000),
    /** An access token or a grant that is good no more, until its last token has expired. */
    REVOCATION(100_000);

    private final int most;

    Kind(int most) {
        this.most = most;
    }

    /** How many there are at most; one more, and the one that expires first goes. */
    public int most() {
        return most;
    }
}
