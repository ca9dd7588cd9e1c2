package dev.memoryservice.server.oauth.keys;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.Map;

/** The keys of one moment. A token is taken only with the algorithm that they are for, whatever its header says. */
public sealed interface TokenKeys permits RsaKeys, SharedSecret {

    /** A signed token. */
    String sign(JOSEObjectType type, JWTClaimsSet claims);

    /** Whether one of the keys signed this. */
    boolean signed(SignedJWT token);

    /** The JWK set (RFC 7517) of the public keys. */
    Map<String, Object> jwks();

    /** The name of the algorithm (RFC 7518, 3.1). */
    String algorithm();

    /** What a log may say of the keys. */
    String description();
}
