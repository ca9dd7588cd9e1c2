package dev.memoryservice.server.oauth.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** One secret that signs and checks, for set-ups that have no RSA key. Nobody but this server can check its tokens. */
final class SharedSecret implements TokenKeys {

    /** RFC 7518, 3.2. */
    static final int SHORTEST_BYTES = 32;

    private final MACSigner signer;
    private final MACVerifier verifier;

    /** @param secret at least 32 bytes of UTF-8 */
    SharedSecret(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        try {
            signer = new MACSigner(bytes);
            verifier = new MACVerifier(bytes);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("The secret is too short", e);
        }
    }

    @Override
    public String sign(JOSEObjectType type, JWTClaimsSet claims) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).type(type).build(), claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA256", e);
        }
        return token.serialize();
    }

    @Override
    public boolean signed(SignedJWT token) {
        try {
            return token.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256) && token.verify(verifier);
        } catch (JOSEException e) {
            return false;
        }
    }

    @Override
    public Map<String, Object> jwks() {
        return Map.of("keys", List.of());
    }

    @Override
    public String algorithm() {
        return JWSAlgorithm.HS256.getName();
    }

    @Override
    public String description() {
        return "one shared secret (HS256)";
    }
}
