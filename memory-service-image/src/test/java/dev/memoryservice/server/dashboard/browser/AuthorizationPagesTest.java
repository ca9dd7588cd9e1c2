package dev.memoryservice.server.dashboard.browser;

import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Waiting.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.auth.UserFiles;
import dev.memoryservice.server.oauth.token.Secrets;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What a person sees who lets an application in: in a real browser, which enforces the policies of the pages. */
@QuarkusTest
@WithTestResource(RunningServer.class)
@NeedsChromium
class AuthorizationPagesTest {

    @Test
    void aPersonLogsInAllowsAnApplicationAndEndsItAgain() {
        // An application on this machine, at another origin; this server happens to answer there.
        String redirect = "http://127.0.0.1:" + RestAssured.port + "/api-overview";
        String client = at(
                given().contentType("application/json")
                        .body(Map.of(
                                "client_name", "Notes",
                                "redirect_uris", List.of(redirect),
                                "token_endpoint_auth_method", "none"))
                        .post("/oauth/register"),
                "client_id");
        String verifier = Secrets.random();
        try (Browser browser = new Browser()) {
            browser.look(BrowserTest.NARROW, 800, "dark");
            browser.open("/oauth/authorize?response_type=code&client_id=" + client + "&redirect_uri=" + redirect
                    + "&state=s&code_challenge_method=S256&code_challenge=" + Secrets.digest(verifier));
            assertThat(browser.focused("#user")).isTrue();
            Accessibility.assertGood(browser, "the login");
            browser.picture("oauth-login");
            browser.press(RunningServer.WRITER, Keys.TAB, "wrong", Keys.ENTER);
            assertThat(browser.see("[role=alert]").getText()).contains("wrong");
            browser.press(RunningServer.WRITER, Keys.TAB, UserFiles.passwordOf(RunningServer.WRITER), Keys.ENTER);

            assertThat(browser.see("main").getText()).contains("Notes").contains("127.0.0.1:" + RestAssured.port);
            Accessibility.assertGood(browser, "the consent");
            browser.picture("oauth-consent");
            browser.control("Allow").click();

            await().untilAsserted(() -> assertThat(browser.address()).startsWith(redirect + "?code="));
            String code = browser.address().replaceAll(".*[?&]code=([^&]*).*", "$1");
            given().formParams(Map.of(
                            "grant_type", "authorization_code",
                            "code", code,
                            "client_id", client,
                            "code_verifier", verifier))
                    .post("/oauth/token")
                    .then()
                    .statusCode(200);
            browser.open("/oauth/applications");
            Accessibility.assertGood(browser, "the applications");
            browser.picture("oauth-applications");
            browser.control("Revoke Notes").click();
            browser.gone("li", "Notes");
            assertThat(browser.complaints())
                    .filteredOn(complaint -> !complaint.contains("403") && !complaint.contains("127.0.0.1"))
                    .isEmpty();
        }
    }
}
