package dev.memoryservice.crds.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionComparisonTest {

    private static final String BOX = """
            metadata: {name: boxes.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {kind: Box, listKind: BoxList, plural: boxes, singular: box, shortNames: [bx], categories: [all]}
              versions:
              - name: v1
                served: true
                storage: true
                subresources: {status: {}, scale: {specReplicasPath: .spec.replicas}}
                selectableFields: [{jsonPath: .spec.color}]
                schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {color: {type: string}}}}}}
            """;

    private static final String OTHER_VERSION =
            "  - {name: v2, served: %s, storage: %s, schema: {openAPIV3Schema: {type: object}}}\n";

    private static final String OLD_VERSION =
            "  - {name: v0, served: %s, storage: false, schema: {openAPIV3Schema: {type: object}}}\n";

    private static List<String> breaks(String before, String after) {
        return DefinitionComparison.breaks(definition(before), definition(after));
    }

    private static JsonNode definition(String yaml) {
        return Serialization.unmarshal(yaml, JsonNode.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    Namespaced       | Cluster          | Box: scope was "Namespaced", is "Cluster"
                    group: example   | group: another   | Box: group was "example.com", is "another.com"
                    kind: Box,       | kind: Crate,     | Box: names/kind was "Box", is "Crate"
                    plural: boxes    | plural: boxen    | Box: names/plural was "boxes", is "boxen"
                    singular: box,   | singular: bax,   | Box: names/singular was "box", is "bax"
                    listKind: BoxList | listKind: Boxes | Box: names/listKind was "BoxList", is "Boxes"
                    [bx]             | [b]              | Box: "bx" is gone from names/shortNames
                    [all]            | []               | Box: "all" is gone from names/categories
                    status: {},      |                  | Box/v1: subresources/status was {}, is
                    .spec.replicas   | .spec.number     | Box/v1: subresources/scale was {"specReplicasPath":".spec.replicas"}, is {"specReplicasPath":".spec.number"}
                    .spec.color      | .spec.size       | Box/v1: {"jsonPath":".spec.color"} is gone from selectableFields
                    served: true     | served: false    | Box/v1: the version is not served any more
                    type: string     | type: integer    | Box/v1.spec.color: type was "string", is "integer"
                    """)
    void aChangeThatSomeoneWouldNoticeBreaks(String was, String is, String expected) {
        assertThat(breaks(BOX, BOX.replace(was, is == null ? "" : is)))
                .singleElement()
                .asString()
                .startsWith(expected);
    }

    @Test
    void aVersionThatIsStoredCannotGo() {
        String after = BOX.replace("name: v1", "name: v2");

        assertThat(breaks(BOX, after))
                .containsExactly(
                        "Box/v1: the version is gone, but clients use it or objects are stored in it",
                        "Box/v2: objects are stored in it, but the release before does not serve it; serve it for one release first");
    }

    @Test
    void aVersionIsServedForOneReleaseBeforeItIsStored() {
        String stored = BOX.replace("storage: true", "storage: false") + OTHER_VERSION.formatted(true, true);

        assertThat(breaks(BOX, stored))
                .containsExactly(
                        "Box/v2: objects are stored in it, but the release before does not serve it; serve it for one release first");
        assertThat(breaks(BOX + OTHER_VERSION.formatted(true, false), stored)).isEmpty();
    }

    @Test
    void aVersionThatNobodyUsesMayGo() {
        assertThat(breaks(BOX + OLD_VERSION.formatted(false), BOX)).isEmpty();
        assertThat(breaks(BOX + OLD_VERSION.formatted(true), BOX)).hasSize(1);
    }

    @Test
    void whatIsAddedBreaksNothing() {
        assertThat(breaks(
                        BOX,
                        BOX.replace("[bx]", "[bx, b]").replace("status: {},", "status: {}, other: {},")
                                + OTHER_VERSION.formatted(true, false)))
                .isEmpty();
    }
}
