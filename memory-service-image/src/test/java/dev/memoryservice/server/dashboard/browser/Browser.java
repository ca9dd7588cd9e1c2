package dev.memoryservice.server.dashboard.browser;

import static dev.memoryservice.server.Waiting.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.remote.http.ClientConfig;

/**
 * A Chromium that reaches this machine only. It waits for what it is asked to see, and keeps what pages complain about
 * and which addresses they ask.
 */
final class Browser implements AutoCloseable {

    /** Where the screenshots go, for people to look at. */
    private static final Path PICTURES = Path.of("target", "screenshots");

    /** A browser that answers no more fails one test, not an hour of them. */
    private static final Duration LONGEST_COMMAND = Duration.ofSeconds(90);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ChromeDriver driver;

    Browser() {
        ChromeOptions options = new ChromeOptions();
        NeedsChromium.Condition.find("chromium").ifPresent(program -> options.setBinary(program.toFile()));
        options.addArguments(
                "--headless=new",
                // Tests run as root in containers, where Chromium's sandbox cannot be set up.
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-gpu",
                // No process is started ahead for a tab that may never be opened.
                "--disable-features=SpareRendererForSitePerProcess",
                "--hide-scrollbars",
                "--no-first-run",
                "--lang=en-GB",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(NeedsChromium.Condition.find("chromedriver")
                        .orElseThrow()
                        .toFile())
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options, ClientConfig.defaultConfig().readTimeout(LONGEST_COMMAND));
    }

    /** Starts over in a new tab, which knows no key. */
    void newTab() {
        String old = driver.getWindowHandle();
        String fresh = driver.switchTo().newWindow(WindowType.TAB).getWindowHandle();
        driver.switchTo().window(old).close();
        driver.switchTo().window(fresh);
        complaints();
        requested();
    }

    static String address(String path) {
        return "http://localhost:" + RestAssured.port + path;
    }

    void open(String path) {
        driver.get(address(path));
    }

    String address() {
        return driver.getCurrentUrl();
    }

    /** Sets the width, as a tablet or a telephone has it, and what the system prefers. */
    void look(int width, int height, String scheme) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** A new folder, into which it puts what is fetched from now on. */
    Path downloads() {
        try {
            Path folder = Files.createTempDirectory("downloads");
            driver.executeCdpCommand(
                    "Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", folder.toString()));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void connected(boolean connected) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", !connected, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** Waits until this is to be seen. */
    WebElement see(String selector) {
        return find(By.cssSelector(selector), selector);
    }

    /** Waits until an element like this with this text in it is to be seen. */
    WebElement see(String selector, String text) {
        return waitFor(selector + " with the text '" + text + "'", () -> visible(By.cssSelector(selector))
                .filter(element -> element.getText().contains(text))
                .findFirst());
    }

    /** Waits until nothing like this with this text is to be seen. */
    void gone(String selector, String text) {
        waitFor(
                "no " + selector + " with the text '" + text + "'",
                () -> visible(By.cssSelector(selector))
                                .noneMatch(element -> element.getText().contains(text))
                        ? Optional.of(true)
                        : Optional.empty());
    }

    /** The control with this name: a button or link by its text or label. */
    WebElement control(String name) {
        String named = "[normalize-space(.)='" + name + "' or @aria-label='" + name + "']";
        return find(By.xpath("//button" + named + " | //a" + named), "the control '" + name + "'");
    }

    /** The field with this label, in the dialog if one is open. */
    WebElement field(String label) {
        String labelled = "starts-with(normalize-space(.),'" + label + "')";
        String field = "//*[self::input or self::textarea or self::select][@aria-label='" + label + "' or @id=//label["
                + labelled + "]/@for or ancestor::label[" + labelled + "]]";
        return find(By.xpath("//dialog" + field + " | //body[not(.//dialog)]" + field), "the field '" + label + "'");
    }

    /** Chooses from the list with this label. */
    void choose(String label, String choice) {
        WebElement list = field(label);
        waitFor("the choice '" + choice + "'", () -> list.findElements(By.tagName("option")).stream()
                        .filter(option -> option.getText().strip().equals(choice))
                        .findFirst())
                .click();
    }

    void press(CharSequence... keys) {
        for (CharSequence key : keys) {
            new Actions(driver).sendKeys(key).perform();
        }
    }

    /** Presses Tab until an element like this has the focus. */
    WebElement tabTo(String selector) {
        for (int i = 0; i < 80; i++) {
            WebElement focused = driver.switchTo().activeElement();
            if (Boolean.TRUE.equals(script("return arguments[0].matches(arguments[1])", focused, selector))) {
                return focused;
            }
            press(Keys.TAB);
        }
        throw new AssertionError("Tab never reaches " + selector);
    }

    boolean focused(String selector) {
        return Boolean.TRUE.equals(script("return document.activeElement.matches(arguments[0])", selector));
    }

    Object script(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    Object asyncScript(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeAsyncScript(script, arguments);
    }

    /** What the console has said since this was last asked, at the level of errors; refused policies are among it. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** The addresses asked, and the failures, since this was last asked. */
    List<String> requested() {
        List<String> found = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            JsonNode message = tree(entry.getMessage()).path("message");
            if (message.path("method").asText().equals("Network.requestWillBeSent")) {
                found.add(message.at("/params/request/url").asText());
            }
        }
        return found;
    }

    /** Keeps a picture of what is to be seen now. */
    void picture(String name) {
        try {
            Files.createDirectories(PICTURES);
            String picture = (String) driver.executeCdpCommand(
                            "Page.captureScreenshot", Map.of("format", "png", "optimizeForSpeed", true))
                    .get("data");
            Files.write(PICTURES.resolve(name + ".png"), Base64.getDecoder().decode(picture));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WebElement find(By by, String description) {
        return waitFor(description, () -> visible(by).findFirst());
    }

    private Stream<WebElement> visible(By by) {
        return driver.findElements(by).stream().filter(WebElement::isDisplayed);
    }

    /** The page draws itself anew while it is looked at, so that an element may be gone in the middle: look again. */
    private <T> T waitFor(String description, Supplier<Optional<T>> look) {
        return await(description)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(40))
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(look::get, Optional::isPresent)
                .orElseThrow();
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /** Ends one that may not answer. */
    void kill() {
        try {
            close();
        } catch (WebDriverException hanging) {
            // The program that drives it was ended all the same.
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
