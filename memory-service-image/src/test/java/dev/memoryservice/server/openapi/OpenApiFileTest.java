package dev.memoryservice.server.openapi;

import static dev.memoryservice.server.Client.client;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.memoryservice.server.RunningServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed description is the one that the annotations generate. */
@QuarkusTest
@WithTestResource(RunningServer.class)
class OpenApiFileTest {

    private static final Path FILE = Path.of("src/main/resources/openapi.json");
    private static final String REGENERATE = "mvn -pl memory-service-image test -Dtest=OpenApiFileTest -Dgenerate=true";

    @Test
    void theServedDescriptionIsTheOneThatTheAnnotationsGenerate() throws IOException {
        String generated = client().get("/generated-openapi?format=JSON")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        String wanted = json.writeValueAsString(json.readTree(generated)) + "\n";
        if (Boolean.getBoolean("generate")) {
            Files.writeString(FILE, wanted);
        }
        assertThat(Files.readString(FILE))
                .as("%s is older than the annotations; to write it anew: %s", FILE, REGENERATE)
                .isEqualTo(wanted);
        assertThat(client().get("/openapi").then().statusCode(200).extract().contentType())
                .startsWith("application/json");
    }
}
