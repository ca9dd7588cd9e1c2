package dev.memoryservice.crds.v1alpha1.tls;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Objects;

/** An issuer of cert-manager, or one that extends it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record IssuerReference(
        @JsonPropertyDescription("Name of the issuer. It must be able to sign names inside the cluster, which a public"
                + " authority cannot.")
        @Required
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(max = 253)
        String name,

        @JsonPropertyDescription(
                "Kind of the issuer: Issuer (of the same namespace), ClusterIssuer, or a kind of another"
                        + " group. Default: Issuer.")
        @Default("Issuer")
        @Pattern("^[A-Z][A-Za-z0-9]*$")
        @Size(max = 63)
        String kind,

        @JsonPropertyDescription("API group of the issuer. Default: cert-manager.io.")
        @Default("cert-manager.io")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(max = 253)
        String group) {

    public IssuerReference {
        kind = Objects.requireNonNullElse(kind, "Issuer");
        group = Objects.requireNonNullElse(group, "cert-manager.io");
    }
}
