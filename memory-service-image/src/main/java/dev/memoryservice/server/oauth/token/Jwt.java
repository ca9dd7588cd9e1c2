package dev.memoryservice.server.oauth.token;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Predicate;

/** What is asked of every JSON Web Token, whoever issued it. */
public final class Jwt {

    /** Far more than ours and those of the usual issuers need; what is longer is not even parsed. */
    private static final int LONGEST = 16_384;

    /** How far the clocks of two machines may be apart. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private Jwt() {}

    /** Whether a text has the form of a signed token: three parts, of which the first begins like a JSON object. */
    public static boolean looksLikeOne(String text) {
        return text.startsWith("eyJ") && text.indexOf('.') > 0;
    }

    /** The token, with a signature that is still to be checked. One with {@code alg: none} is none. */
    public static SignedJWT parse(String text) throws InvalidTokenException {
        if (text.length() > LONGEST) {
            throw new InvalidTokenException("The token is longer than " + LONGEST + " characters");
        }
        try {
            return SignedJWT.parse(text);
        } catch (ParseException | IllegalArgumentException e) {
            throw new InvalidTokenException("The token is no signed JSON Web Token: it is damaged, or not signed");
        }
    }

    /** Checks the claims that RFC 9068, 4 asks for. */
    public static JWTClaimsSet check(SignedJWT token, String issuer, Predicate<String> audience, Instant now)
            throws InvalidTokenException {
        JWTClaimsSet claims;
        List<String> audiences;
        try {
            claims = token.getJWTClaimsSet();
            audiences = claims == null ? List.of() : claims.getAudience();
        } catch (ParseException e) {
            claims = null;
            audiences = List.of();
        }
        if (claims == null) {
            throw new InvalidTokenException("The claims of the token cannot be read");
        }
        if (!issuer.equals(claims.getIssuer())) {
            throw new InvalidTokenException("The token is of another issuer than " + issuer);
        }
        Date expires = claims.getExpirationTime();
        if (expires == null || !now.isBefore(expires.toInstant())) {
            throw new InvalidTokenException("The token has expired: get a new one");
        }
        Date begins = claims.getNotBeforeTime();
        if (begins != null && begins.toInstant().isAfter(now.plus(SKEW))) {
            throw new InvalidTokenException("The token is not valid yet");
        }
        if (audiences.stream().noneMatch(audience)) {
            throw new InvalidTokenException("The token is for another resource than this server");
        }
        return claims;
    }
}
