package dev.memoryservice.server.dashboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;

/** What every test in a browser starts and ends with: a tab that knows no key, and nothing that a page complains of. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserTest {

    static final int WIDE = 1280;
    static final int NARROW = 360;

    Browser browser;

    /** What a test expects pages to complain of, for example a refused key; nothing otherwise. */
    private String expectedComplaint = "";

    @BeforeAll
    void openBrowser() {
        browser = new Browser();
    }

    @BeforeEach
    void startOver() {
        expectedComplaint = "";
        try {
            browser.newTab();
        } catch (WebDriverException hanging) {
            // In the test before, which has failed.
            browser.kill();
            openBrowser();
            browser.newTab();
        }
        browser.look(WIDE, 800, "light");
    }

    @AfterEach
    void thePageComplainedOfNothingAndAskedNobodyElse() {
        assertThat(browser.complaints()).as("console").allSatisfy(complaint -> assertThat(complaint)
                .matches(text -> !expectedComplaint.isEmpty() && text.contains(expectedComplaint)));
        assertThat(browser.requested())
                .isNotEmpty()
                .allMatch(address -> address.startsWith(Browser.address("/"))
                        || address.startsWith("data:")
                        || address.startsWith("blob:" + Browser.address("/")));
    }

    @AfterAll
    void closeBrowser() {
        browser.close();
    }

    void expectComplaint(String part) {
        expectedComplaint = part;
    }

    /** Opens a page with a good key. */
    void signIn(String path) {
        signIn(path, RunningServer.KEY);
    }

    /** Opens a page with this key. */
    void signIn(String path, String key) {
        browser.open(path);
        browser.see("#key").sendKeys(key + Keys.ENTER);
    }
}
