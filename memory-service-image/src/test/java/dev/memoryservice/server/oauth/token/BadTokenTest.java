package dev.memoryservice.server.oauth.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.auth.Authentication;
import dev.memoryservice.server.auth.Verdict;
import dev.memoryservice.server.oauth.keys.TestKeys;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.KeyPair;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that are nearly good. Those that are signed are signed with the server's own key. */
@QuarkusTest
@WithTestResource(RunningServer.class)
class BadTokenTest {

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    @Inject
    ServerConfig config;

    @Inject
    Authentication authentication;

    private String kid;
    private RSAPrivateCrtKey key;

    @BeforeEach
    void readTheKeyOfTheServer() throws IOException {
        TestKeys own = TestKeys.in(config.sqlite().path().resolveSibling("oauth-keys"));
        kid = own.kid();
        key = own.key();
    }

    @Test
    void aTokenWithEverythingRightIsGood() throws JOSEException {
        String token = signed(claims().build());

        given().header("Authorization", "Bearer " + token)
                .get("/api/tags")
                .then()
                .statusCode(200);
        given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body("{\"content\":\"told with a token\"}")
                .post("/api/memories")
                .then()
                .statusCode(200);
    }

    @Test
    void everyTokenThatIsNotGoodIsRefusedInTheSameWay() throws Exception {
        Instant now = Instant.now();
        Date past = Date.from(now.minusSeconds(1));
        Date future = Date.from(now.plusSeconds(600));
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("expired", signed(claims().expirationTime(past).build()));
        bad.put("without an end", signed(claims().expirationTime(null).build()));
        bad.put("not valid yet", signed(claims().notBeforeTime(future).build()));
        bad.put(
                "of a foreign issuer",
                signed(claims().issuer("https://evil.example").build()));
        bad.put(
                "for another audience",
                signed(claims().audience("https://other.example").build()));
        bad.put(
                "for an audience that begins alike",
                signed(claims().audience(issuer() + "0/mcp").build()));
        bad.put("without an audience", signed(claims().audience((String) null).build()));
        bad.put("of nobody", signed(claims().subject(null).build()));
        bad.put("of a user who is gone", signed(claims().subject("gone").build()));
        bad.put("of another type", signed(new JOSEObjectType("JWT"), claims().build()));
        bad.put("without a signature", new PlainJWT(claims().build()).serialize());
        bad.put("signed by a stranger", signed(new RSASSASigner(stranger().getPrivate()), JWSAlgorithm.RS256, kid));
        bad.put("signed with an unknown key", signed(new RSASSASigner(key), JWSAlgorithm.RS256, "unknown"));
        bad.put("signed with another algorithm", signed(new RSASSASigner(key), JWSAlgorithm.RS512, kid));
        // The public key taken for a shared secret.
        byte[] open = TestKeys.publicKey(key).getEncoded();
        bad.put("of a confused algorithm", signed(new MACSigner(open), JWSAlgorithm.HS256, kid));
        String good = signed(claims().build());
        bad.put("truncated", good.substring(0, good.length() - 20));
        bad.put("without its signature", good.substring(0, good.lastIndexOf('.') + 1));
        bad.put("with a changed claim", good.replaceFirst("\\.[^.]{10}", ".eyJhbGciOi"));
        bad.put("of two parts", good.substring(0, good.lastIndexOf('.')));
        bad.put("of nothing but a beginning", "eyJ.");

        bad.forEach((what, token) -> {
            var answer = given().header("Authorization", "Bearer " + token).get("/api/tags");
            assertThat(answer.statusCode()).as(what).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate"))
                    .as(what)
                    .contains("error=\"invalid_token\"")
                    .contains("resource_metadata=\"" + issuer() + "/.well-known/oauth-protected-resource\"");
            assertThat(answer.body().asString())
                    .as(what)
                    .doesNotContain("Exception")
                    .doesNotContain(token);
        });
    }

    @Test
    void aTokenThatIsFarTooLongIsRefused() {
        Verdict verdict = authentication.judge("eyJ" + "a".repeat(1_000_000) + ".b.c");

        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        // The server does not even read a header that is a fiftieth of it. Nor one that is longer, but then it hangs up
        // while the client is still writing, which the client may take for the answer.
        given().header("Authorization", "Bearer eyJ" + "a".repeat(20 * 1024) + ".b.c")
                .get("/api/tags")
                .then()
                .statusCode(431);
    }

    @Test
    void aTokenWithoutTheScopeIsToldWhichItTakes() throws JOSEException {
        String token = signed(claims().claim("scope", "read").build());

        given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body("{}")
                .post("/api/memories")
                .then()
                .statusCode(403)
                .header("WWW-Authenticate", containsString("error=\"insufficient_scope\""))
                .header("WWW-Authenticate", containsString("scope=\"write\""))
                .header("WWW-Authenticate", containsString("resource_metadata=\""));
    }

    @Test
    void aTokenGivesNoMoreThanItsUserHas() throws JOSEException {
        String token = signed(claims().subject(RunningServer.READER)
                .claim("scope", "read write admin")
                .build());

        given().header("Authorization", "Bearer " + token)
                .get("/api/tags")
                .then()
                .statusCode(200);
        given().header("Authorization", "Bearer " + token)
                .get("/metrics")
                .then()
                .statusCode(403);
    }

    @Test
    void aTokenInTheAddressOpensNothing() throws JOSEException {
        given().queryParam("access_token", signed(claims().build()))
                .get("/api/tags")
                .then()
                .statusCode(401);
    }

    @Test
    void withoutATokenAClientLearnsWhereToGetOne() {
        given().get("/api/tags")
                .then()
                .statusCode(401)
                .header(
                        "WWW-Authenticate",
                        containsString("resource_metadata=\"" + issuer() + "/.well-known/oauth-protected-resource\""))
                .header("WWW-Authenticate", containsString("scope=\"read write\""))
                .header("WWW-Authenticate", not(containsString("error=")));
        given().contentType("application/json")
                .body("{}")
                .post("/mcp")
                .then()
                .statusCode(401)
                .header(
                        "WWW-Authenticate",
                        containsString(
                                "resource_metadata=\"" + issuer() + "/.well-known/oauth-protected-resource/mcp\""));
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(RunningServer.WRITER)
                .audience(issuer())
                .claim("client_id", "client-of-writer")
                .claim("scope", "read write")
                .jwtID(Secrets.random())
                .expirationTime(Date.from(Instant.now().plusSeconds(60)));
    }

    private String signed(JWTClaimsSet claims) throws JOSEException {
        return signed(TYPE, claims);
    }

    private String signed(JOSEObjectType type, JWTClaimsSet claims) throws JOSEException {
        return signed(
                new RSASSASigner(key),
                new JWSHeader.Builder(JWSAlgorithm.RS256).type(type).keyID(kid),
                claims);
    }

    private String signed(JWSSigner signer, JWSAlgorithm algorithm, String named) throws JOSEException {
        return signed(signer, new JWSHeader.Builder(algorithm).type(TYPE).keyID(named), claims().build());
    }

    private static String signed(JWSSigner signer, JWSHeader.Builder header, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(header.build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static KeyPair stranger() {
        return TestKeys.pair();
    }

    private static String issuer() {
        return "http://localhost:" + RestAssured.port;
    }
}
