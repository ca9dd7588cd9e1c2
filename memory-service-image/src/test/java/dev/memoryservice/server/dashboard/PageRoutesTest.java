package dev.memoryservice.server.dashboard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.memoryservice.server.RunningServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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

    @ParameterizedTest
    @ValueSource(strings = {"identity", "br", "gzip;q=0"})
    void whoTakesNoGzipGetsTheFileAsItIs(String accepted) throws Exception {
        URI address = URI.create("http://localhost:" + RestAssured.port + "/ui/theme.js");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(address)
                            .header("Accept-Encoding", accepted)
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
            assertThat(answer.body()).isEqualTo(Files.readString(Path.of("src/main/resources/ui/theme.js")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/ui/", "/ui/nothing.js", "/ui/dashboard.html", "/ui/views/", "/ui/libraries/lit-html/LICENSE"})
    void nothingElseIsServed(String path) {
        given().urlEncodingEnabled(false).get(path).then().statusCode(equalTo(404));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ui/../openapi.json", "/ui/%2e%2e/openapi.json", "/ui/..%2fopenapi.json"})
    void nothingAboveTheFilesIsReached(String path) {
        given().urlEncodingEnabled(false).get(path).then().statusCode(anyOf(equalTo(401), equalTo(404)));
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
