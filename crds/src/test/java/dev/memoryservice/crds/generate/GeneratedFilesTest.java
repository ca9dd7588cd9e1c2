package dev.memoryservice.crds.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GeneratedFilesTest {

    @Test
    void theCommittedFilesAreTheOnesThatTheTypesGenerate() throws IOException {
        for (Map.Entry<Path, String> file :
                GeneratedFiles.contents(Path.of("").toAbsolutePath()).entrySet()) {
            assertThat(file.getKey())
                    .as("generated file; to write it: %s", GeneratedFiles.REGENERATE)
                    .exists();
            assertThat(Files.readString(file.getKey()))
                    .as(
                            "%s is older than the Java types; to write it anew: %s",
                            file.getKey(), GeneratedFiles.REGENERATE)
                    .isEqualTo(file.getValue());
        }
    }
}
