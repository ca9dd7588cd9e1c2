package dev.memoryservice.crds.v1alpha1.auth;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;

/** Where the API keys come from. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!(has(self.secretRef) && has(self.rotation))",
        message = "rotation is given beside secretRef, but the keys of that Secret are yours to replace; remove one of"
                + " them",
        fieldPath = ".rotation")
public record APIKeySpec(
        @JsonPropertyDescription(
                "An existing Secret of the same namespace whose entries are the named keys: the name of"
                        + " an entry is the name of the key, its value the key itself. The server follows changes without a"
                        + " restart. Left out, the operator generates a key.")
        SecretReference secretRef,

        @JsonPropertyDescription("When the generated key is replaced. Default: only when the annotation"
                + " memoryservice.dev/rotate changes.")
        KeyRotationSpec rotation) {}
