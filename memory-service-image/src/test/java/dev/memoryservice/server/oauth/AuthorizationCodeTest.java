package dev.memoryservice.server.oauth;

import static dev.memoryservice.server.Json.json;
import static dev.memoryservice.server.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;

import dev.memoryservice.server.Client;
import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.auth.UserFiles;
import dev.memoryservice.server.oauth.Visitor.Answered;
import dev.memoryservice.server.oauth.Visitor.Request;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(RunningServer.class)
class AuthorizationCodeTest {

    private static final String REDIRECT = "http://127.0.0.1/callback";
    private static final String PASSWORD = UserFiles.passwordOf(RunningServer.WRITER);

    private Visitor visitor;
    private Request request;

    @BeforeEach
    void register() {
        visitor = new Visitor(RestAssured.port);
        request = Request.of(visitor.register(REDIRECT), "http://127.0.0.1:54321/callback");
    }

    @AfterEach
    void close() {
        visitor.close();
    }

    @Test
    void aUserLetsAnApplicationIn() {
        Answered sent = visitor.letIn(request, RunningServer.WRITER, PASSWORD);

        assertThat(sent.status()).isEqualTo(303);
        assertThat(sent.header("location")).startsWith("http://127.0.0.1:54321/callback?");
        assertThat(sent.sent("state")).isEqualTo("a state & more");
        assertThat(sent.sent("iss")).isEqualTo(issuer());
        Answered tokens = visitor.redeem(request, sent);
        assertThat(tokens.status()).as(tokens.body()).isEqualTo(200);
        assertThat(tokens.header("cache-control")).isEqualTo("no-store");
        assertThat(tokens.json().path("token_type").asText()).isEqualTo("Bearer");
        assertThat(tokens.json().path("scope").asText()).isEqualTo("read write");
        assertThat(tokens.json().path("expires_in").asInt()).isEqualTo(3600);
        assertThat(visitor.statusWith(access(tokens), "/api/tags")).isEqualTo(200);
        assertThat(visitor.statusWith(access(tokens), "/metrics")).isEqualTo(403);
    }

    @Test
    void aUserGivesNoMoreThanItHas() {
        String password = UserFiles.passwordOf(RunningServer.READER);
        Answered tokens = visitor.redeem(request, visitor.letIn(request, RunningServer.READER, password));
        assertThat(tokens.json().path("scope").asText()).isEqualTo("read");

        // A reader has none of this, so the application is sent back without a question.
        Answered sent = visitor.authorize(request.with("scope", "openid write admin"));

        assertThat(sent.sent("error")).isEqualTo("access_denied");
    }

    @Test
    void theLoginPageRunsNothingAndIsFramedByNobody() {
        Answered page = visitor.authorize(request);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-type")).startsWith("text/html");
        assertThat(page.header("content-security-policy"))
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("script-src");
        assertThat(page.header("set-cookie")).contains("HttpOnly").contains("SameSite=Lax");
        assertThat(page.body()).doesNotContain("<script");
    }

    @Test
    void theNameOfAnApplicationIsTextAndNotMarkup() {
        Answered page = visitor.logIn(visitor.authorize(request), RunningServer.WRITER, PASSWORD);

        assertThat(page.body()).contains("A test &lt;b&gt;").doesNotContain("A test <b>");
        assertThat(page.header("content-security-policy")).contains("form-action 'self' http://127.0.0.1:54321");
    }

    @Test
    void aUserWhoRefusesSendsTheApplicationAwayWithoutACode() {
        Answered page = visitor.logIn(visitor.authorize(request), RunningServer.WRITER, PASSWORD);

        Answered sent = visitor.submit("/oauth/consent", page, Map.of("decision", "deny"));

        assertThat(sent.sent("error")).isEqualTo("access_denied");
        assertThat(sent.sent("state")).isEqualTo("a state & more");
        assertThat(sent.sent("code")).isEmpty();
    }

    @Test
    void aFormOfAnotherPageIsNotTaken() {
        Answered page = visitor.logIn(visitor.authorize(request), RunningServer.WRITER, PASSWORD);

        assertThat(visitor.submit("/oauth/consent", page, Map.of("decision", "allow", "csrf", "x"))
                        .status())
                .isEqualTo(200);
        assertThat(visitor.submit("/oauth/login", page, Map.of("user", RunningServer.WRITER, "password", PASSWORD))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aClientThatIsNotKnownAndAnAddressThatIsNotRegisteredLeadNowhere() {
        for (Request wrong : new Request[] {
            request.with("client_id", "nobody"),
            request.without("client_id"),
            request.with("redirect_uri", "https://evil.example/callback"),
            request.with("redirect_uri", "http://127.0.0.1:54321/callback/more"),
            request.with("redirect_uri", "http://localhost:54321/callback")
        }) {
            Answered page = visitor.authorize(wrong);
            assertThat(page.status()).isEqualTo(400);
            assertThat(page.header("location")).isEmpty();
            assertThat(page.body()).contains("This did not work").doesNotContain("evil.example");
        }
    }

    @Test
    void whatIsRefusedIsInTheAudit() {
        visitor.authorize(request.with("redirect_uri", "https://evil.example/callback"));
        visitor.post(
                "/oauth/token",
                Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        request.parameters().get("client_id")));
        visitor.post("/oauth/register", Map.of());

        for (String path : List.of("/oauth/authorize", "/oauth/token", "/oauth/register")) {
            await().untilAsserted(() -> Client.client()
                    .get("/api/admin/audit")
                    .then()
                    .body(json(
                            "entries[?(@.path == '" + path + "' && @.status == 400)].reason",
                            hasItem("invalid_oauth_request")))
                    .body(json(
                            "entries[?(@.path == '" + path + "' && @.status == 400)].reason",
                            everyItem(equalTo("invalid_oauth_request")))));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "response_type,token,unsupported_response_type",
        "code_challenge_method,plain,invalid_request",
        "code_challenge,short,invalid_request",
        "resource,https://other.example/,invalid_target",
        "scope,openid,invalid_scope",
        "request,eyJ9.e30.,request_not_supported",
        "request_uri,https://a.example/,request_uri_not_supported",
        "prompt,none,login_required"
    })
    void whatIsWrongWithARequestIsToldToTheApplication(String parameter, String value, String error) {
        Answered sent = visitor.authorize(request.with(parameter, value));

        assertThat(sent.status()).isEqualTo(303);
        assertThat(sent.sent("error")).isEqualTo(error);
        assertThat(sent.sent("state")).isEqualTo("a state & more");
        assertThat(sent.sent("iss")).isEqualTo(issuer());
    }

    @Test
    void aRequestWithoutAChallengeIsRefused() {
        assertThat(visitor.authorize(request.without("code_challenge")).sent("error"))
                .isEqualTo("invalid_request");
    }

    @Test
    void aCodeIsGoodOnceAndASecondTimeEndsWhatItGave() {
        Answered sent = visitor.letIn(request, RunningServer.WRITER, PASSWORD);
        Answered tokens = visitor.redeem(request, sent);

        Answered again = visitor.redeem(request, sent);

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.json().path("error").asText()).isEqualTo("invalid_grant");
        assertThat(visitor.statusWith(access(tokens), "/api/tags")).isEqualTo(401);
        assertThat(refresh(tokens).json().path("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void aCodeIsGoodForItsClientItsAddressAndItsVerifierOnly() {
        Answered sent = visitor.letIn(request, RunningServer.WRITER, PASSWORD);

        for (Request wrong : new Request[] {
            new Request(request.parameters(), "v".repeat(43)),
            new Request(request.parameters(), "short"),
            request.with("redirect_uri", "http://127.0.0.1:1/callback"),
            request.with("client_id", visitor.register(REDIRECT))
        }) {
            Answered refused = visitor.redeem(wrong, sent);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().path("error").asText()).isEqualTo("invalid_grant");
        }
        assertThat(visitor.redeem(request, sent).status()).isEqualTo(200);
    }

    @Test
    void aTokenIsForTheResourceThatWasAskedFor() {
        Request ofMcp = request.with("resource", issuer() + "/mcp");
        Answered tokens = visitor.redeem(ofMcp, visitor.letIn(ofMcp, RunningServer.WRITER, PASSWORD));

        assertThat(visitor.statusWith(access(tokens), "/api/tags")).isEqualTo(200);
        assertThat(claims(access(tokens))).contains("\"aud\":\"" + issuer() + "/mcp\"");
    }

    @Test
    void aRefreshTokenIsReplacedAndTheLastOneIsGoodForAMomentLonger() {
        Answered first = visitor.redeem(request, visitor.letIn(request, RunningServer.WRITER, PASSWORD));

        Answered second = refresh(first);
        Answered again = refresh(first);

        assertThat(second.status()).as(second.body()).isEqualTo(200);
        assertThat(refreshToken(second)).isNotEqualTo(refreshToken(first));
        // A client whose answer was lost gets the very same successor, so that no two are in use.
        assertThat(refreshToken(again)).isEqualTo(refreshToken(second));
        assertThat(refresh(second).status()).isEqualTo(200);
    }

    @Test
    void anOldRefreshTokenEndsTheGrant() {
        Answered first = visitor.redeem(request, visitor.letIn(request, RunningServer.WRITER, PASSWORD));
        Answered second = refresh(first);
        Answered third = refresh(second);

        assertThat(refresh(first).json().path("error").asText()).isEqualTo("invalid_grant");

        assertThat(refresh(third).json().path("error").asText()).isEqualTo("invalid_grant");
        assertThat(visitor.statusWith(access(third), "/api/tags")).isEqualTo(401);
    }

    @Test
    void aRefreshTokenIsTheClientsThatItWasGivenTo() {
        Answered tokens = visitor.redeem(request, visitor.letIn(request, RunningServer.WRITER, PASSWORD));
        String other = visitor.register(REDIRECT);

        Answered refused = visitor.post(
                "/oauth/token",
                Map.of("grant_type", "refresh_token", "refresh_token", refreshToken(tokens), "client_id", other));

        assertThat(refused.json().path("error").asText()).isEqualTo("invalid_grant");
        assertThat(refresh(tokens).status()).isEqualTo(200);
    }

    @Test
    void aUserEndsWhatAnApplicationWasAllowed() {
        Answered tokens = visitor.redeem(request, visitor.letIn(request, RunningServer.WRITER, PASSWORD));
        Answered page = visitor.get("/oauth/applications");
        assertThat(page.body()).contains(request.parameters().get("client_id"));

        Answered after = visitor.submit(
                "/oauth/applications/revoke",
                page,
                Map.of("client", request.parameters().get("client_id")));

        assertThat(after.status()).isEqualTo(303);
        assertThat(visitor.get("/oauth/applications").body())
                .doesNotContain(request.parameters().get("client_id"));
        assertThat(visitor.statusWith(access(tokens), "/api/tags")).isEqualTo(401);
        assertThat(refresh(tokens).status()).isEqualTo(400);
    }

    @Test
    void aClientEndsItsOwnGrant() {
        Answered tokens = visitor.redeem(request, visitor.letIn(request, RunningServer.WRITER, PASSWORD));

        Answered revoked = visitor.post(
                "/oauth/revoke",
                Map.of(
                        "token", refreshToken(tokens),
                        "client_id", request.parameters().get("client_id")));

        assertThat(revoked.status()).isEqualTo(200);
        assertThat(visitor.statusWith(access(tokens), "/api/tags")).isEqualTo(401);
    }

    @Test
    void aUserWhoHasLoggedOutIsAskedAgain() {
        Answered page = visitor.logIn(visitor.get("/oauth/login"), RunningServer.WRITER, PASSWORD);
        assertThat(page.body()).contains("Logged in as " + RunningServer.WRITER);

        visitor.submit("/oauth/logout", page, Map.of());

        assertThat(visitor.get("/oauth/applications").body()).contains("Log in");
    }

    @Test
    void whoFailsTooOftenWaits() {
        Answered page = visitor.get("/oauth/login");
        Map<String, String> wrong = Map.of("user", "nobody-at-all", "password", "wrong");

        for (int i = 0; i < 5; i++) {
            assertThat(visitor.submit("/oauth/login", page, wrong).status()).isEqualTo(403);
        }
        Answered locked = visitor.submit("/oauth/login", page, wrong);

        assertThat(locked.status()).isEqualTo(429);
        assertThat(locked.header("retry-after")).isEqualTo("900");
        assertThat(visitor.submit("/oauth/login", page, Map.of("user", RunningServer.WRITER, "password", PASSWORD))
                        .status())
                .isEqualTo(303);
    }

    private Answered refresh(Answered tokens) {
        return visitor.post(
                "/oauth/token",
                Map.of(
                        "grant_type", "refresh_token",
                        "refresh_token", refreshToken(tokens),
                        "client_id", request.parameters().get("client_id")));
    }

    private static String access(Answered tokens) {
        return tokens.json().path("access_token").asText();
    }

    private static String refreshToken(Answered tokens) {
        return tokens.json().path("refresh_token").asText();
    }

    private static String claims(String token) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
    }

    private static String issuer() {
        return "http://localhost:" + RestAssured.port;
    }
}
