package dev.memoryservice.server.dashboard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.memoryservice.server.RunningServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(RunningServer.class)
class PageRoutesTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/docs", "/api-overview"})
    void aPageIsOpenToEverybodyAndRunsNothingButFilesOfThisServer(String page) {
        given().get(page)
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("Content-Security-Policy", containsString("default-src 'none'; script-src 'self';"))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("Content-Security-Policy", not(containsString("unsafe")))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("X-Frame-Options", equalTo("DENY"))
                .header("Referrer-Policy", equalTo("no-referrer"))
                .body(containsString("Memory Service"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api-overview"})
    void noScriptOfOurOwnPagesCanMakeMarkupOfText(String page) {
        given().get(page)
                .then()
                .header(
                        "Content-Security-Policy",
                        containsString("require-trusted-types-for 'script'; trusted-types lit-html"));
    }

    @Test
    void thePagesSayWhetherAKeyIsNeededAndNothingElse() {
        given().get("/ui/access.json").then().statusCode(200).body(equalTo("{\"key_required\":true}"));
    }

    @Test
    void everyFileOfThePagesIsServedCompressedAndNotAgainWhileItIsTheSame() throws IOException {
        assertThat(files()).hasSizeGreaterThan(20).allSatisfy(file -> {
            String tag = given().header("Accept-Encoding", "gzip")
                    .get(file)
                    .then()
                    .statusCode(200)
                    .header("Content-Encoding", "gzip")
                    .header("Cache-Control", "no-cache")
                    .header("Vary", containsString("Accept-Encoding"))
                    .extract()
                    .header("ETag");
            given().header("If-None-Match", tag)
                    .get(file)
                    .then()
                    .statusCode(304)
                    .header("ETag", tag)
                    .body(equalTo(""));
            given().head(file).then().statusCode(200).header("ETag", tag);
        });
    }

    @Test
    void whoTakesNoGzipGetsTheFileAsItIs() throws IOException {
        String plain = given().header("Accept-Encoding", "identity")
                .get("/ui/theme.js")
                .then()
                .statusCode(200)
                .contentType("text/javascript")
                .header("Content-Encoding", (String) null)
                .extract()
                .asString();
        assertThat(plain).isEqualTo(Files.readString(Path.of("src/main/resources/ui/theme.js")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ui/",
                "/ui/nothing.js",
                "/ui/dashboard.html",
                "/ui/views/",
                "/ui/libraries/lit-html/LICENSE",
                "/ui/%2e%2e/application.properties",
                "/ui/..%2fopenapi.json",
                "/ui//theme.js"
            })
    void nothingElseIsServed(String path) {
        given().urlEncodingEnabled(false).get(path).then().statusCode(equalTo(404));
    }

    @Test
    void nothingIsTakenByThePages() {
        given().post("/").then().statusCode(401);
        given().put("/ui/theme.js").then().statusCode(401);
    }

    private static List<String> files() throws IOException {
        Path resources = Path.of("target/classes");
        try (Stream<Path> found = Files.walk(resources.resolve("ui"))) {
            return found.filter(file -> file.toString().matches(".*\\.(js|css|svg)"))
                    .map(file -> "/" + resources.relativize(file))
                    .toList();
        }
    }
}
