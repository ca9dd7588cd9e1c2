package dev.memoryservice.server.oauth.external;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.memoryservice.server.auth.Caller;
import dev.memoryservice.server.auth.KeyMount;
import dev.memoryservice.server.auth.Scope;
import dev.memoryservice.server.auth.Started;
import dev.memoryservice.server.auth.UserFiles;
import dev.memoryservice.server.auth.Verdict;
import dev.memoryservice.server.oauth.Hand;
import dev.memoryservice.server.oauth.TestSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalIssuerTest {

    private static final String AUDIENCE = "https://memory.example.com";

    @TempDir
    Path directory;

    private final Hand clock = new Hand();
    private final List<Started> started = new ArrayList<>();
    private ECKey key;
    private HttpServer issuer;
    private volatile int status = 200;
    private volatile String keySet = "";

    @BeforeEach
    void start() throws IOException, JOSEException {
        key = new ECKeyGenerator(Curve.P_256).keyID("first").generate();
        keySet = new JWKSet(key).toString(true);
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext(
                "/realm/.well-known/openid-configuration",
                exchange ->
                        answer(exchange, "{\"issuer\":\"" + address() + "\",\"jwks_uri\":\"" + address() + "/keys\"}"));
        issuer.createContext("/realm/keys", exchange -> answer(exchange, keySet));
        issuer.start();
        KeyMount.at(directory)
                .write(UserFiles.files(
                        UserFiles.with(UserFiles.user("alice", "read"), "tenant", "team"),
                        UserFiles.with(UserFiles.user("mallory", "read"), "suspended", true)));
    }

    @AfterEach
    void stop() {
        issuer.stop(0);
        started.forEach(Started::close);
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String address() {
        return "http://localhost:" + issuer.getAddress().getPort() + "/realm";
    }

    @Test
    void aUserThatOnlyTheIssuerKnowsHasATenantOfItsOwn() throws JOSEException {
        Caller caller = caller(ready(Map.of()).judge(signed(claims().build())));

        assertThat(caller.name()).isEqualTo("somebody");
        assertThat(caller.tenant()).isEqualTo("external:somebody");
        assertThat(caller.may(Scope.WRITE)).isTrue();
        assertThat(caller.may(Scope.ADMIN)).isFalse();
    }

    @Test
    void aUserThatIsAMemoryUserAsWellHasItsTenantAndNoMoreThanItsScopes() throws JOSEException {
        Caller caller =
                caller(ready(Map.of()).judge(signed(claims().subject("alice").build())));

        assertThat(caller.tenant()).isEqualTo("team");
        assertThat(caller.may(Scope.READ)).isTrue();
        assertThat(caller.may(Scope.WRITE)).isFalse();
        assertRejected(ready(Map.of()).judge(signed(claims().subject("mallory").build())), 403);
    }

    @Test
    void claimsOfOtherNamesAreReadWhereTheyAreSet() throws JOSEException {
        ExternalTokens tokens = ready(Map.of(
                "memory-service.oauth.external.user-claim", "preferred_username",
                "memory-service.oauth.external.scope-claim", "roles",
                "memory-service.oauth.external.tenant-claim", "team",
                "memory-service.oauth.external.audience", "memory"));
        JWTClaimsSet.Builder claims = claims().audience("memory")
                .claim("preferred_username", "carol")
                .claim("roles", List.of("other", "admin"));

        Caller caller = caller(tokens.judge(signed(claims.claim("team", "blue").build())));

        assertThat(caller.name()).isEqualTo("carol");
        assertThat(caller.tenant()).isEqualTo("blue");
        assertThat(caller.may(Scope.ADMIN)).isTrue();
        assertRejected(tokens.judge(signed(claims.claim("team", "../x").build())), 403);
        assertRejected(tokens.judge(signed(claims.claim("team", null).build())), 403);
        assertRejected(
                tokens.judge(signed(claims.claim("preferred_username", null).build())), 401);
    }

    @Test
    void tokensThatAreNotGoodAreRejected() throws JOSEException {
        ExternalTokens tokens = ready(Map.of());
        Date past = Date.from(clock.instant().minusSeconds(1));

        assertRejected(tokens.judge(signed(claims().expirationTime(past).build())), 401);
        assertRejected(
                tokens.judge(signed(claims().issuer("https://evil.example").build())), 401);
        assertRejected(
                tokens.judge(signed(claims().audience("https://other.example").build())), 401);
        SignedJWT shared = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(), claims().build());
        shared.sign(new MACSigner(keySet.substring(0, 64)));
        clock.move(Duration.ofSeconds(11));
        tokens.judge(shared.serialize());
        assertRejected(tokens.judge(shared.serialize()), 401);
        assertRejected(tokens.judge("eyJ.nothing"), 401);
    }

    @Test
    void anIssuerThatIsDownFromTheStartIsSaidToBe() throws JOSEException {
        status = 500;
        ExternalTokens tokens = tokens(Map.of());

        String token = signed(claims().build());
        tokens.judge(token);

        Verdict.Rejected rejected = (Verdict.Rejected) tokens.judge(token);
        assertThat(rejected.status()).isEqualTo(503);
        assertThat(rejected.detail()).contains(address()).contains("status 500");
        status = 200;
        clock.move(Duration.ofSeconds(11));
        tokens.judge(token);
        assertThat(tokens.judge(token)).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void anIssuerThatGoesDownLeavesItsLastKeysInForce() throws JOSEException {
        ExternalTokens tokens = ready(Map.of());
        issuer.stop(0);
        clock.move(Duration.ofMinutes(1));

        ECKey unknown = new ECKeyGenerator(Curve.P_256).keyID("unknown").generate();
        tokens.judge(signed(unknown, claims().build()));

        assertRejected(tokens.judge(signed(unknown, claims().build())), 401);
        assertThat(tokens.judge(signed(claims().build()))).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void aNewKeyIsFetchedWhenATokenNamesIt() throws JOSEException {
        ExternalTokens tokens = ready(Map.of());
        ECKey next = new ECKeyGenerator(Curve.P_256).keyID("next").generate();
        keySet = new JWKSet(List.of(key, next)).toString(true);
        clock.move(Duration.ofSeconds(11));
        String token = signed(next, claims().build());

        assertRejected(tokens.judge(token), 503);

        assertThat(tokens.judge(token)).isInstanceOf(Verdict.Accepted.class);
        assertThat(tokens.judge(signed(claims().build()))).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void metadataOfAnotherIssuerIsNotTaken() throws JOSEException {
        issuer.removeContext("/realm/.well-known/openid-configuration");
        issuer.createContext(
                "/realm/.well-known/openid-configuration",
                exchange -> answer(
                        exchange, "{\"issuer\":\"https://evil.example\",\"jwks_uri\":\"" + address() + "/keys\"}"));
        ExternalTokens tokens = tokens(Map.of());
        tokens.judge(signed(claims().build()));

        assertRejected(tokens.judge(signed(claims().build())), 503);
    }

    /** With the keys of the issuer. Everything happens on this thread, so nothing has to be waited for. */
    private ExternalTokens ready(Map<String, String> settings) throws JOSEException {
        ExternalTokens tokens = tokens(settings);
        tokens.judge(signed(claims().build()));
        return tokens;
    }

    private ExternalTokens tokens(Map<String, String> special) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "memory-service.auth.modes",
                "OAuth",
                "memory-service.auth.users-directory",
                directory.toString(),
                "memory-service.oauth.issuer",
                AUDIENCE,
                "memory-service.oauth.external.issuer",
                address()));
        settings.putAll(special);
        started.add(Started.with(settings));
        IssuerKeys keys = new IssuerKeys(address(), new IssuerClient(address()), Runnable::run, clock);
        return new ExternalTokens(
                address(), keys, TestSettings.of(settings), started.getLast().users(), clock);
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(address())
                .subject("somebody")
                .audience(AUDIENCE)
                .claim("scope", "openid read write")
                .expirationTime(Date.from(clock.instant().plusSeconds(60)));
    }

    private String signed(JWTClaimsSet claims) throws JOSEException {
        return signed(key, claims);
    }

    private static String signed(ECKey with, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(with.getKeyID()).build(), claims);
        token.sign(new ECDSASigner(with));
        return token.serialize();
    }

    private static Caller caller(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted) verdict).caller();
    }

    private static void assertRejected(Verdict verdict, int status) {
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> assertThat(rejected.status())
                .as(rejected.detail())
                .isEqualTo(status));
    }
}
