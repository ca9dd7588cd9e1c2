package dev.memoryservice.server.oauth.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** RSA keys by their {@code kid}: one signs, all of them check, so that a key is replaced without a token lost. */
final class RsaKeys implements TokenKeys {

    private final String signing;
    private final RSASSASigner signer;
    private final Map<String, RSASSAVerifier> verifiers = new HashMap<>();
    private final Map<String, Object> jwks;

    /** @param signing the one that signs; among {@code keys} */
    RsaKeys(String signing, Map<String, RSAPrivateCrtKey> keys) {
        this.signing = signing;
        signer = new RSASSASigner(keys.get(signing));
        List<JWK> published = new ArrayList<>();
        new TreeMap<>(keys).forEach((kid, key) -> {
            RSAPublicKey open = PemKey.publicKey(key);
            published.add(new RSAKey.Builder(open)
                    .keyID(kid)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .build());
            verifiers.put(kid, new RSASSAVerifier(open));
        });
        jwks = new JWKSet(published).toJSONObject(true);
    }

    @Override
    public String sign(JOSEObjectType type, JWTClaimsSet claims) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(type)
                        .keyID(signing)
                        .build(),
                claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("Every Java platform has SHA256withRSA", e);
        }
        return token.serialize();
    }

    @Override
    public boolean signed(SignedJWT token) {
        RSASSAVerifier verifier = verifiers.get(String.valueOf(token.getHeader().getKeyID()));
        try {
            return verifier != null
                    && token.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
                    && token.verify(verifier);
        } catch (JOSEException e) {
            return false;
        }
    }

    @Override
    public Map<String, Object> jwks() {
        return jwks;
    }

    @Override
    public String algorithm() {
        return JWSAlgorithm.RS256.getName();
    }

    @Override
    public String description() {
        return "'" + signing + "' signs (RS256), of " + new TreeMap<>(verifiers).keySet();
    }
}
