package dev.memoryservice.server.dashboard.browser;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Waiting.await;
import static dev.memoryservice.server.backup.rest.Operations.backUp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.RunningServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every view, wide and narrow, light and dark: without a violation of the accessibility rules, without a complaint,
 * within the width. The pictures are in {@code target/screenshots}.
 */
@QuarkusTest
@WithTestResource(RunningServer.class)
@TestProfile(OwnServer.class)
@NeedsChromium
class AppearanceTest extends BrowserTest {

    private static final List<String> VIEWS = List.of(
            "browse", "search", "tags", "documents", "events", "statistics", "health", "backups", "administration");

    private boolean filled;

    @BeforeEach
    void fill() {
        if (!filled) {
            Samples.all()
                    .forEach(memory ->
                            sending(memory).post("/api/memories").then().statusCode(200));
            upload("handbook.md", "# Handbook\n\n## Releases\n\nA release is cut on the first Tuesday of a month.");
            upload("prices of the year.json", "{\"price\": ");
            backUp();
            filled = true;
        }
    }

    @Test
    void anEmptyServerSaysWhatToDo() {
        signIn("/");
        browser.choose("Store", RunningServer.SECOND_STORE);
        browser.see(".empty", "No memories yet");
        look("empty", WIDE, "light");
        browser.open("/#/tags");
        browser.see(".empty", "No tags yet");
        look("empty-tags", NARROW, "dark");
    }

    @ParameterizedTest
    @CsvSource({"1280, light", "1280, dark", "360, light", "360, dark"})
    void everyViewIsWell(int width, String scheme) {
        browser.look(width, 800, scheme);
        browser.open("/");
        browser.see("#key");
        look("key", width, scheme);
        signIn("/");
        browser.see(".row");
        browser.see(".live[data-status=open]");
        for (String view : VIEWS) {
            browser.open("/#/" + view);
            browser.see("#navigation, .menu");
            await().until(() -> browser.script("return document.querySelector('main .loading') === null"), done ->
                    (boolean) done);
            if (view.equals("events")) {
                sending(Map.of("query", "who owns the staging database?"))
                        .post("/api/search")
                        .then()
                        .statusCode(200);
                browser.see(".events tr", "staging");
            }
            if (view.equals("documents")) {
                browser.see("th[scope=row]", "handbook.md");
            }
            if (view.equals("statistics")) {
                browser.see("#growth[style]");
                browser.see("#tags[style]");
                browser.see(".heat svg");
            }
            if (view.equals("backups")) {
                browser.see(".backups button[aria-label^='Restore']").click();
                browser.see("dialog #tenant");
                look("restore", width, scheme);
                browser.control("See what would change").click();
                browser.see("dialog .facts");
                look("restore-trial", width, scheme);
                browser.control("Cancel").click();
                browser.gone("dialog", "");
            }
            look(view, width, scheme);
        }
        String hash = at(client().get("/api/memories?page_size=1"), "memories[0].content_hash");
        if (width == NARROW) {
            browser.control("Menu").click();
            browser.see("#navigation a");
            look("menu", width, scheme);
        }
        browser.open("/#/search?q=database&memory=" + hash);
        browser.see(".pane .content");
        look("memory", width, scheme);
        browser.control("Edit").click();
        browser.see("dialog");
        look("edit", width, scheme);
        browser.control("Cancel").click();
        // A click on what a dialog still covers goes to the dialog.
        browser.gone("dialog", "");
        browser.control("Delete").click();
        browser.see("dialog button.danger");
        look("delete", width, scheme);
    }

    @ParameterizedTest
    @CsvSource({"1280, light", "1280, dark", "360, light", "360, dark"})
    void thePagesAboutTheApiAreWell(int width, String scheme) {
        browser.look(width, 800, scheme);
        signIn("/api-overview");
        browser.see(".overview code", "/api/memories/{content_hash}");
        look("overview", width, scheme);
        // Not ours but for its frame, and slow: once of each is enough.
        if ((width == WIDE) == scheme.equals("light")) {
            browser.open("/api/docs");
            browser.see(".swagger-ui .opblock-summary-path", "/api/memories");
            browser.picture("docs-%d-%s".formatted(width, scheme));
        }
    }

    @Test
    void theDocumentationSendsRequestsWithTheKeyOfTheTab() {
        signIn("/api/docs");
        browser.see(".opblock:has([data-path='/api/stores']) .opblock-summary-control")
                .click();
        browser.see(".opblock.is-open .execute").click();
        browser.see(".opblock.is-open .live-responses-table .response-col_status", "200");
        browser.see(".opblock.is-open .live-responses-table .response-col_description", RunningServer.SECOND_STORE);
    }

    /** Also one that fails, and says why at length. */
    private static void upload(String name, String content) {
        String id = at(
                client().multiPart("file", name, content.getBytes(StandardCharsets.UTF_8))
                        .multiPart("tags", "handbook")
                        .post("/api/documents/upload")
                        .then()
                        .statusCode(200)
                        .extract(),
                "upload_id");
        await().until(() -> at(client().get("/api/documents/status/{id}", id), "completed_at"), Objects::nonNull);
    }

    private void look(String name, int width, String scheme) {
        browser.look(width, 800, scheme);
        String full = "%s-%d-%s".formatted(name, width, scheme);
        browser.picture(full);
        assertThat((Long) browser.script("return document.documentElement.scrollWidth"))
                .as("width of %s", full)
                .isLessThanOrEqualTo(width);
        Accessibility.assertGood(browser, full);
    }
}
