package dev.memoryservice.crds.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The definitions of one release, as they are kept in {@code src/test/resources/released/VERSION}.
 *
 * @param folder holds a file for each definition, and {@value #ACCEPTED}
 */
record ReleasedDefinitions(Path folder) {

    /** Breaking changes since that release that were made on purpose, one in each line; lines with # say why. */
    private static final String ACCEPTED = "accepted-changes.txt";

    /** The newest release that is kept. */
    static ReleasedDefinitions newest() {
        try (Stream<Path> releases = Files.list(Path.of("src/test/resources/released"))) {
            return releases.max(Comparator.comparing(
                            release -> Version.parse(release.getFileName().toString())))
                    .map(ReleasedDefinitions::new)
                    .orElseThrow();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The definitions by their names. */
    Map<String, JsonNode> definitions() {
        return in(folder);
    }

    /** The definitions of a folder by their names. */
    static Map<String, JsonNode> in(Path folder) {
        Map<String, JsonNode> definitions = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                JsonNode definition = Serialization.unmarshal(Files.readString(file), JsonNode.class);
                definitions.put(definition.at("/metadata/name").asText(), definition);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return definitions;
    }

    /** The breaking changes that are known and meant. */
    List<String> accepted() {
        try (Stream<String> lines = Files.lines(folder.resolve(ACCEPTED))) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
