package dev.memoryservice.crds.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was released goes on working. */
class ReleasedDefinitionsTest {

    private final ReleasedDefinitions released = ReleasedDefinitions.newest();

    @Test
    void nothingThatWasReleasedIsBroken() {
        assertThat(breaks())
                .as(
                        "changes that break objects, manifests or clients of the release in %s; what is meant is a line of its"
                                + " accepted-changes.txt",
                        released.folder())
                .containsExactlyInAnyOrderElementsOf(released.accepted());
    }

    private List<String> breaks() {
        Map<String, JsonNode> now = ReleasedDefinitions.in(Path.of("manifests"));
        List<String> breaks = new ArrayList<>();
        released.definitions().forEach((name, before) -> {
            if (now.containsKey(name)) {
                breaks.addAll(DefinitionComparison.breaks(before, now.get(name)));
            } else {
                breaks.add(name + ": the definition is gone");
            }
        });
        return breaks;
    }
}
