package dev.memoryservice.crds.generate;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The reference of a custom resource as Markdown: each field with type, default, allowed values and rules. */
final class ApiReference {

    /** Types of Kubernetes itself, which its own documentation describes; their fields are not repeated here. */
    private static final Set<String> KUBERNETES_TYPES = Set.of(
            "spec.resources",
            "spec.imagePullSecrets[]",
            "spec.network.networkPolicy.from[]",
            "spec.podTemplate.affinity",
            "spec.podTemplate.tolerations[]",
            "spec.podTemplate.topologySpreadConstraints[]",
            "spec.podTemplate.env[]",
            "status.conditions[]");

    private final List<CustomResourceDefinition> definitions;

    ApiReference(List<CustomResourceDefinition> definitions) {
        this.definitions = List.copyOf(definitions);
    }

    String markdown() {
        StringBuilder page = new StringBuilder();
        page.append("# API reference\n\n");
        page.append("Generated from the CustomResourceDefinitions with `")
                .append(GeneratedFiles.REGENERATE)
                .append("`. The same text: `kubectl explain ")
                .append(definitions.getFirst().getSpec().getNames().getSingular())
                .append(" --recursive`.\n");
        definitions.forEach(definition -> resource(page, definition));
        return page.toString();
    }

    private static void resource(StringBuilder page, CustomResourceDefinition definition) {
        var names = definition.getSpec().getNames();
        for (var version : definition.getSpec().getVersions()) {
            page.append("\n## ")
                    .append(names.getKind())
                    .append(" (`")
                    .append(definition.getSpec().getGroup())
                    .append('/')
                    .append(version.getName())
                    .append("`, short name `")
                    .append(String.join(", ", names.getShortNames()))
                    .append("`)\n\n| field | type | default | allowed | description |\n|---|---|---|---|---|\n");
            JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
            List<String> rules = new ArrayList<>();
            rules(rules, "", root);
            fields(page, rules, "", root);
            page.append("\n### Rules of ")
                    .append(names.getKind())
                    .append("\n\nThe API server refuses what breaks one of these.\n\n| field | rule | message"
                            + " |\n|---|---|---|\n");
            rules.forEach(page::append);
        }
    }

    private static void fields(StringBuilder page, List<String> rules, String path, JSONSchemaProps schema) {
        new TreeMap<>(schema.getProperties() == null ? new TreeMap<>() : schema.getProperties())
                .forEach((name, field) -> {
                    String fieldPath = path.isEmpty() ? name : path + "." + name;
                    if (path.isEmpty() && !Set.of("spec", "status").contains(name)) {
                        return;
                    }
                    row(page, fieldPath, field);
                    rules(rules, fieldPath, field);
                    nested(page, rules, fieldPath, field);
                });
    }

    private static void nested(StringBuilder page, List<String> rules, String path, JSONSchemaProps field) {
        boolean list = "array".equals(field.getType());
        String nestedPath = list ? path + "[]" : path;
        if (!KUBERNETES_TYPES.contains(nestedPath)) {
            fields(page, rules, nestedPath, list ? field.getItems().getSchema() : field);
        }
    }

    private static void row(StringBuilder page, String path, JSONSchemaProps field) {
        page.append("| `")
                .append(path)
                .append("` | ")
                .append(type(path, field))
                .append(" | ")
                .append(field.getDefault() == null ? "" : "`" + field.getDefault() + "`")
                .append(" | ")
                .append(cell(String.join("; ", allowed(field))))
                .append(" | ")
                .append(cell(field.getDescription() == null ? "" : field.getDescription()))
                .append(" |\n");
    }

    private static String type(String path, JSONSchemaProps field) {
        if ("array".equals(field.getType())) {
            return "list of " + type(path + "[]", field.getItems().getSchema());
        }
        if (Boolean.TRUE.equals(field.getXKubernetesIntOrString())) {
            return "quantity";
        }
        if (KUBERNETES_TYPES.contains(path)) {
            return "Kubernetes type";
        }
        if (field.getAdditionalProperties() != null) {
            return "map of " + type(path, field.getAdditionalProperties().getSchema());
        }
        return field.getType();
    }

    private static List<String> allowed(JSONSchemaProps field) {
        List<String> allowed = new ArrayList<>();
        if (field.getEnum() != null && !field.getEnum().isEmpty()) {
            allowed.add(field.getEnum().stream()
                    .map(value -> "`" + value.asText() + "`")
                    .collect(Collectors.joining(", ")));
        }
        bound(allowed, "at least ", field.getMinimum());
        bound(allowed, "at most ", field.getMaximum());
        length(allowed, "", field);
        if (field.getPattern() != null) {
            allowed.add("`" + field.getPattern() + "`");
        }
        if (field.getItems() != null) {
            allowed(field.getItems().getSchema()).forEach(rule -> allowed.add("each: " + rule));
        }
        if (field.getAdditionalProperties() != null) {
            allowed(field.getAdditionalProperties().getSchema()).forEach(rule -> allowed.add("each: " + rule));
        }
        return allowed;
    }

    private static void length(List<String> allowed, String prefix, JSONSchemaProps field) {
        if (field.getMinItems() != null) {
            allowed.add(prefix + "at least " + field.getMinItems() + " entries");
        }
        if (field.getMaxItems() != null) {
            allowed.add(prefix + "at most " + field.getMaxItems() + " entries");
        }
        if (field.getMaxProperties() != null) {
            allowed.add(prefix + "at most " + field.getMaxProperties() + " entries");
        }
        if (field.getMaxLength() != null) {
            allowed.add(prefix + "at most " + field.getMaxLength() + " characters");
        }
    }

    private static void bound(List<String> allowed, String words, Double bound) {
        if (bound != null) {
            allowed.add(words + bound.longValue());
        }
    }

    private static void rules(List<String> rules, String path, JSONSchemaProps schema) {
        if (schema.getXKubernetesValidations() == null) {
            return;
        }
        schema.getXKubernetesValidations().forEach(rule -> {
            String field = path + (rule.getFieldPath() == null ? "" : rule.getFieldPath());
            rules.add("| `" + (field.startsWith(".") ? field.substring(1) : field) + "` | `" + cell(rule.getRule())
                    + "` | " + cell(rule.getMessage()) + " |\n");
        });
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
