package dev.memoryservice.server.dashboard.browser;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.sending;
import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.Json.at;
import static dev.memoryservice.server.Json.json;
import static dev.memoryservice.server.Waiting.await;
import static dev.memoryservice.server.backup.rest.Operations.backUp;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import dev.memoryservice.server.Json;
import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.auth.UserFiles;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The main job of each view, done as a person does it. */
@QuarkusTest
@WithTestResource(RunningServer.class)
@TestProfile(OwnServer.class)
@NeedsChromium
class DashboardTest extends BrowserTest {

    @Test
    void aWrongKeyIsToldAndAGoodOneOpens() {
        expectComplaint("403");
        browser.open("/");
        browser.see("#key").sendKeys("wrong" + Keys.ENTER);
        browser.see("[role=alert]", "The API key is not one of this server");

        browser.see("#key").sendKeys(Keys.chord(Keys.CONTROL, "a") + RunningServer.KEY + Keys.ENTER);
        browser.see("h1", "Memories");
        browser.see(".live[data-status=open]");
    }

    @Test
    void anAdministratorSeesUsersKeysSessionsAndWhatWasRefused() {
        String refused = "/api/" + unique("refused");
        given().header("X-API-Key", "wrong").get(refused).then().statusCode(403);

        signIn("/#/administration", UserFiles.keyOf(RunningServer.ADMINISTRATOR));
        browser.see("h1", "Administration");
        browser.see("#panel-users ~ .wide", RunningServer.WRITER);
        browser.see("#panel-keys ~ .wide", "read, write, admin");
        browser.see("#panel-audit ~ .wide", refused);
        browser.see("#panel-audit ~ .wide", "unknown_credential");
        assertThat(browser.see("main").getText()).doesNotContain(RunningServer.KEY);
    }

    @Test
    void aBackupIsMadeProvenFetchedRestoredAndDeleted() {
        String hash = store(unique("in the backup"));
        Path folder = browser.downloads();
        List<String> before = at(client().get("/api/admin/backups"), "backups[*].id");
        signIn("/#/backups");
        browser.see("h1", "Backups");

        browser.control("Back up now").click();
        browser.see(".toast", "A backup is being made");
        String id = await().until(
                        () -> Json.<List<String>>at(client().get("/api/admin/backups"), "backups[*].id"),
                        ids -> ids.size() > before.size())
                .getFirst();
        enabled("Verify " + id).click();
        browser.see(".toast", "being proven");
        browser.see(".backups tr:first-child td:nth-of-type(2) time");
        client().get("/api/admin/backups/" + id).then().body(json("verification.state", equalTo("Succeeded")));

        enabled("Download " + id).click();
        browser.see(".toast", "The backup was fetched");
        int size = at(client().get("/api/admin/backups/" + id), "size_bytes");
        await().until(() -> folder.resolve(id + ".memorybackup").toFile().length() == size);

        client().delete("/api/memories/" + hash).then().statusCode(200);
        enabled("Restore " + id).click();
        browser.control("See what would change").click();
        browser.see("dialog .facts", "Come back\n1");
        client().get("/api/memories/" + hash).then().statusCode(404);
        browser.control("Restore now").click();
        browser.see(".toast", "Restored");
        client().get("/api/memories/" + hash).then().statusCode(200);

        enabled("Delete " + id).click();
        browser.see("dialog button.danger").click();
        browser.gone(".backups", id);
        client().get("/api/admin/backups/" + id).then().statusCode(404);
    }

    @Test
    void aBackupThatCannotBeRestoredSaysWhyBeforeAnythingIsChanged() {
        String id = backUp().get("id").asText();
        signIn("/#/backups");
        enabled("Restore " + id).click();
        browser.field("Whose memories").sendKeys("nobody-at-all");
        browser.control("See what would change").click();
        browser.see("dialog [role=alert]", "nothing of the tenant 'nobody-at-all'");
        browser.control("Cancel").click();
        browser.gone("dialog", "");
    }

    /** The control, when the server is not at work any more. */
    private WebElement enabled(String control) {
        await(control).ignoreExceptions().until(() -> browser.control(control).isEnabled());
        return browser.control(control);
    }

    @Test
    void aKeyThatMayOnlyReadIsShownNeitherTheAdministrationNorAWayToWrite() {
        signIn("/#/administration", UserFiles.keyOf(RunningServer.READER));
        browser.see("h1", "Memories");
        browser.gone("#navigation a", "Administration");
        assertThat(browser.see(".new").isEnabled()).isFalse();
    }

    @Test
    void theKeyIsForgottenWithTheTabOrOnDemand() {
        signIn("/");
        browser.see("h1", "Memories");
        assertThat(browser.script("return Object.values(localStorage).join() + document.cookie"))
                .asString()
                .doesNotContain(RunningServer.KEY);

        browser.control("Forget the key").click();
        browser.see("#key");
        browser.newTab();
        browser.open("/");
        browser.see("#key");
    }

    @Test
    void aSearchFindsByMeaning() {
        String word = unique("feline");
        store("The cat sleeps on the warm windowsill " + word);
        store("Quarterly revenue grew by four percent " + unique("revenue"));

        signIn("/");
        browser.see("#quick-search").sendKeys("a pet that naps" + Keys.ENTER);
        browser.see(".rows .row:first-child", word);
        browser.see(".summary", "found in");
    }

    @Test
    void aSearchByTagsTakesAnyOrAll() {
        String tag = unique("t");
        String both = unique("both");
        String one = unique("one");
        store(both, tag, tag + "-second");
        store(one, tag);

        signIn("/#/search?way=tags&q=" + tag + "," + tag + "-second");
        browser.see(".row", both);
        browser.see(".row", one);
        browser.choose("Match", "all tags");
        browser.gone(".row", one);
        browser.see(".row", both);
    }

    @Test
    void aMemoryIsAddedAndShownAtOnce() {
        String content = unique("added by hand");
        signIn("/");
        browser.control("New memory").click();
        browser.field("Content").sendKeys(content);
        browser.field("Tags").sendKeys("hand, made");
        browser.field("Type").sendKeys("note");
        browser.control("Store").click();

        browser.see(".toast", "Memory stored");
        browser.see(".row", content);
        client().get("/api/memories?tag=hand")
                .then()
                .body(json("memories[*].content", hasItem(content)))
                .body(json("memories[0].tags", hasItems("hand", "made")));
    }

    @Test
    void aDuplicateIsToldWhereItIsWritten() {
        String content = unique("there already");
        store(content);
        signIn("/");
        browser.control("New memory").click();
        browser.field("Content").sendKeys(content);
        browser.control("Store").click();
        browser.see("dialog [role=alert]", "Duplicate content detected");
        assertThat(browser.field("Content").getDomProperty("value")).isEqualTo(content);
        browser.control("Open it").click();
        browser.see(".pane .content", content);
    }

    @Test
    void aMemoryIsChanged() {
        String content = unique("to be changed");
        String hash = at(
                sending(Map.of(
                                "content",
                                content,
                                "tags",
                                List.of("before"),
                                "metadata",
                                Map.of("kept", 1, "dropped", 2)))
                        .post("/api/memories")
                        .then()
                        .extract(),
                "content_hash");
        signIn("/#/browse?memory=" + hash);
        browser.see(".pane .tag", "before");
        browser.control("Edit").click();
        replace(browser.field("Tags"), "after");
        replace(browser.field("Metadata"), "no JSON");
        browser.control("Save").click();
        browser.see("dialog [role=alert]", "Metadata must be a JSON object");

        replace(browser.field("Metadata"), "{\"kept\": 3}");
        browser.control("Save").click();
        browser.see(".pane .tag", "after");
        client().get("/api/memories/" + hash)
                .then()
                .body(json("tags", equalTo(List.of("after"))))
                .body(json("metadata", equalTo(Map.of("kept", 3))));
    }

    @Test
    void aMemoryIsDeletedOnlyWhenItIsConfirmed() {
        String content = unique("to be deleted");
        String hash = store(content);
        signIn("/#/browse?memory=" + hash);
        browser.control("Delete").click();
        browser.see("dialog", content);
        browser.control("Cancel").click();
        browser.gone("dialog", "");
        client().get("/api/memories/" + hash).then().statusCode(200);

        browser.control("Delete").click();
        browser.see("dialog button.danger").click();
        browser.see(".toast", "Memory deleted");
        browser.gone(".row", content);
        client().get("/api/memories/" + hash).then().statusCode(404);
    }

    @Test
    void aTagLeadsToItsMemories() {
        String tag = unique("rare");
        String with = unique("with the tag");
        String without = unique("without");
        store(with, tag);
        store(without);

        signIn("/#/tags");
        browser.field("Filter").sendKeys(tag);
        browser.see(".tags-panel .tag", tag).click();
        browser.see(".row", with);
        browser.gone(".row", without);
        assertThat(browser.field("Tags").getDomProperty("value")).isEqualTo(tag);
    }

    @Test
    void whatAnotherClientDoesIsSeenAsItHappens() {
        String content = unique("from elsewhere");
        signIn("/#/events");
        browser.see(".live[data-status=open]");
        String hash = store(content);
        browser.see(".events tr", content);
        client().delete("/api/memories/" + hash).then().statusCode(200);
        browser.see(".events .event-name", "memory_deleted");
        browser.see(".agent", "Chrome");

        browser.open("/#/browse");
        String next = unique("and in the list");
        browser.see("h1", "Memories");
        store(next);
        browser.see(".row", next);
    }

    @Test
    void aServerThatIsAwayIsToldAndCaughtUpWithWhenItIsBack() {
        expectComplaint("ERR_INTERNET_DISCONNECTED");
        signIn("/#/events");
        browser.see(".live[data-status=open]");
        browser.connected(false);
        browser.control("Tags").click();
        browser.see("[role=alert]", "The server cannot be reached");
        browser.connected(true);
        browser.control("Try again").click();
        browser.see(".tags-panel, .empty");
        browser.gone("[role=alert]", "");
        browser.see(".live[data-status=open]");
    }

    @Test
    void contentsAreTextWhateverTheyLookLike() {
        String word = unique("hostile");
        String hash = at(
                sending(Map.of(
                                "content",
                                word
                                        + " <img src=x onerror=document.title='taken'><script>document.title='taken'</script>",
                                "tags",
                                List.of("<b>bold</b>", "\"><svg onload=alert(1)>"),
                                "metadata",
                                Map.of("<i>name</i>", "<script>alert(1)</script>")))
                        .post("/api/memories")
                        .then()
                        .extract(),
                "content_hash");
        signIn("/#/browse?memory=" + hash);
        browser.see(".pane .content", "<img src=x onerror=");
        browser.see(".pane .tag", "<b>bold</b>");
        browser.see(".pane dt", "<i>name</i>");
        browser.see(".row", "<script>");
        assertThat(browser.script("return document.querySelectorAll('main img, main script, main b, main i').length"))
                .isEqualTo(0L);
        assertThat(browser.script("return document.title")).isEqualTo("Memories · Memory Service");
    }

    @Test
    void aVeryLongMemoryIsShownInParts() {
        String content = unique("long") + " " + "Ⅷ wörter 漢字 עברית ".repeat(20_000);
        String hash = store(content);
        signIn("/#/browse?memory=" + hash);
        browser.see(".pane .hint", "The first 20,000 of");
        browser.control("Show all").click();
        browser.gone(".pane .hint", "The first");
        String stored = at(client().get("/api/memories/" + hash), "content");
        assertThat(browser.see(".pane .content").getDomProperty("textContent")).isEqualTo(stored);
    }

    @Test
    void aLongListIsReadPageByPage() {
        String tag = unique("many");
        for (int i = 0; i < 30; i++) {
            store(unique("one of many"), tag);
        }
        signIn("/#/browse?tag=" + tag);
        browser.see(".pager-count", "1–25 of 30");
        browser.control("Next").click();
        browser.see(".pager-count", "26–30 of 30");
        replace(browser.field("Page"), "1" + Keys.ENTER);
        browser.see(".pager-count", "1–25 of 30");
    }

    @Test
    void aStoreIsChosenAndAllOfThemAreReadOnly() {
        String there = unique("in the other store");
        String hash = at(
                sending(Map.of("content", there, "store", RunningServer.SECOND_STORE))
                        .post("/api/memories")
                        .then()
                        .statusCode(200)
                        .extract(),
                "content_hash");
        signIn("/");
        browser.see("h1", "Memories");
        browser.gone(".row", there);
        browser.choose("Store", RunningServer.SECOND_STORE);
        browser.see(".row", there);
        browser.choose("Store", "All stores");
        browser.see(".row", there);
        await().until(() -> !browser.control("New memory").isEnabled());
        client().delete("/api/memories/" + hash + "?store=" + RunningServer.SECOND_STORE)
                .then()
                .statusCode(200);
    }

    @Test
    void everythingWorksWithoutAMouse() {
        String first = unique("keyboard");
        store(first);
        browser.open("/");
        browser.see("#key");
        assertThat(browser.focused("#key")).isTrue();
        browser.press(RunningServer.KEY, Keys.ENTER);
        browser.see(".row", first);

        browser.press("/", first, Keys.ENTER);
        browser.see(".row", first);
        await().until(() -> browser.address().contains("search"));
        browser.tabTo("a[data-item]");
        browser.press(Keys.ENTER);
        browser.see(".pane .content", first);
        browser.press(Keys.ESCAPE);
        browser.gone(".pane", "");
        assertThat(browser.focused("a[data-item]")).isTrue();

        String added = unique("typed");
        browser.press("n");
        browser.see("dialog");
        browser.press(added);
        browser.tabTo("dialog button.primary");
        browser.press(Keys.ENTER);
        browser.see(".toast", "Memory stored");

        browser.tabTo("#navigation a[href='#/browse']");
        browser.press(Keys.ENTER);
        browser.see(".row", added);
        browser.tabTo("a[data-item]");
        browser.press(Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ENTER);
        browser.see(".pane .content", added);
        browser.tabTo(".pane button.danger");
        browser.press(Keys.ENTER);
        browser.see("dialog");
        browser.tabTo("dialog button.danger");
        browser.press(Keys.ENTER);
        browser.see(".toast", "Memory deleted");
        browser.press("?");
        browser.see("dialog", "Keyboard");
        browser.press(Keys.ESCAPE);
        browser.gone("dialog", "");
    }

    @Test
    void aTagIsRenamed() {
        String old = unique("misspelt");
        String right = unique("spelt");
        String hash = store(unique("with a tag to be renamed"), old);
        signIn("/#/tags");
        browser.field("Filter").sendKeys(old);
        browser.control("Rename " + old).click();
        replace(browser.field("New name"), right + Keys.ENTER);
        browser.see(".toast", "Renamed to " + right);
        client().get("/api/memories/" + hash).then().body(json("tags", equalTo(List.of(right))));
    }

    @Test
    void aSearchIsNarrowedByTypeAndTime() {
        String word = unique("narrowed");
        String wanted = word + " a decision";
        for (String type : List.of("decision", "fact")) {
            sending(Map.of("content", word + " a " + type, "memory_type", type))
                    .post("/api/memories")
                    .then()
                    .statusCode(200);
        }
        signIn("/#/search?type=decision&when=today&q=" + word);
        browser.see(".row", wanted);
        browser.gone(".row", word + " a fact");
        replace(browser.field("Stored"), "no time at all" + Keys.ENTER);
        browser.see("[role=alert]", "no time at all");
        expectComplaint("400");
    }

    @Test
    void aSearchByTimeFindsWhatIsNew() {
        String content = unique("just now");
        store(content);
        signIn("/#/search?way=time&q=today");
        browser.see(".row", content);
    }

    @Test
    void similarMemoriesAreFoundFromOne() {
        String hash = store("The kettle whistles when the water boils " + unique("kettle"));
        store("Steam escapes from the boiling pot " + unique("pot"));
        signIn("/#/browse?memory=" + hash);
        browser.control("Find similar").click();
        browser.see(".row", "Steam escapes");
    }

    @Test
    void aDocumentIsUploadedFollowedAndRemoved() throws IOException {
        String word = unique("chapter");
        Path file = Files.writeString(
                Files.createTempDirectory("documents").resolve(word + ".md"),
                "# " + word + "\n\nThe " + word + " is about beavers.\n");
        signIn("/#/documents");
        browser.see("h1", "Documents");
        browser.field("Text, Markdown").sendKeys(file.toString());
        browser.field("Tags").sendKeys("from-a-file");
        browser.control("Upload").click();
        browser.see(".sending li[data-state=completed]", "1 memory");
        client().get("/api/memories?tag=from-a-file")
                .then()
                .body(json("memories[0].content", containsString("beavers")));

        browser.control("Remove " + word + ".md").click();
        browser.see("dialog button.danger").click();
        browser.see(".toast", "Document removed");
        client().get("/api/memories?tag=from-a-file").then().body(json("total", equalTo(0)));
    }

    private static void replace(WebElement field, String text) {
        field.sendKeys(Keys.chord(Keys.CONTROL, "a") + text);
    }
}
