package dev.memoryservice.crds.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What of a CustomResourceDefinition breaks those who used the definition before it: objects that are stored, manifests
 * that are applied again, clients and scripts, and the way back to the operator before.
 */
final class DefinitionComparison {

    private final JsonNode before;
    private final JsonNode after;
    private final List<String> breaks = new ArrayList<>();

    private DefinitionComparison(JsonNode before, JsonNode after) {
        this.before = before.path("spec");
        this.after = after.path("spec");
    }

    /** The breaking changes, in words. */
    static List<String> breaks(JsonNode before, JsonNode after) {
        DefinitionComparison comparison = new DefinitionComparison(before, after);
        comparison.compare();
        return comparison.breaks;
    }

    private void compare() {
        for (String field :
                List.of("/group", "/scope", "/names/kind", "/names/listKind", "/names/plural", "/names/singular")) {
            same("", field, before, after);
        }
        kept("", "/names/shortNames", before, after);
        kept("", "/names/categories", before, after);
        for (JsonNode version : before.path("versions")) {
            version(version, version(after, version.path("name").asText()));
        }
        storage();
    }

    private void version(JsonNode was, Optional<JsonNode> now) {
        String name = was.path("name").asText();
        if (now.isEmpty()) {
            if (was.path("served").asBoolean() || was.path("storage").asBoolean()) {
                report(name, "the version is gone, but clients use it or objects are stored in it");
            }
            return;
        }
        JsonNode is = now.get();
        if (was.path("served").asBoolean() && !is.path("served").asBoolean()) {
            report(name, "the version is not served any more");
        }
        was.path("subresources")
                .fieldNames()
                .forEachRemaining(resource -> same(name, "/subresources/" + resource, was, is));
        kept(name, "/selectableFields", was, is);
        String schema = "/schema/openAPIV3Schema";
        breaks.addAll(SchemaComparison.breaks(place(name), was.at(schema), is.at(schema)));
    }

    /** The operator before must be able to read what this one stores, or nobody can go back to it. */
    private void storage() {
        for (JsonNode version : after.path("versions")) {
            String name = version.path("name").asText();
            if (version.path("storage").asBoolean()
                    && version(before, name)
                            .filter(known -> known.path("served").asBoolean())
                            .isEmpty()) {
                report(
                        name,
                        "objects are stored in it, but the release before does not serve it; serve it for one release first");
            }
        }
    }

    private static Optional<JsonNode> version(JsonNode spec, String name) {
        return StreamSupport.stream(spec.path("versions").spliterator(), false)
                .filter(version -> version.path("name").asText().equals(name))
                .findFirst();
    }

    private void same(String version, String pointer, JsonNode was, JsonNode is) {
        if (!was.at(pointer).equals(is.at(pointer))) {
            report(version, "%s was %s, is %s".formatted(pointer.substring(1), was.at(pointer), is.at(pointer)));
        }
    }

    private void kept(String version, String pointer, JsonNode was, JsonNode is) {
        for (JsonNode entry : was.at(pointer)) {
            if (StreamSupport.stream(is.at(pointer).spliterator(), false).noneMatch(entry::equals)) {
                report(version, "%s is gone from %s".formatted(entry, pointer.substring(1)));
            }
        }
    }

    private void report(String version, String text) {
        breaks.add(place(version) + ": " + text);
    }

    private String place(String version) {
        String kind = before.at("/names/kind").asText();
        return version.isEmpty() ? kind : kind + "/" + version;
    }
}
