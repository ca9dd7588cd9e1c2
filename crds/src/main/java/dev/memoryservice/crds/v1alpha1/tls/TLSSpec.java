package dev.memoryservice.crds.v1alpha1.tls;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.memoryservice.crds.v1alpha1.auth.Durations;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Whether clients speak HTTPS, and where the certificate comes from: a union, {@code mode} says which fields count. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.certManager) || self.mode == 'CertManager'",
        message = "certManager is given, but mode is not CertManager; set mode to CertManager or remove certManager",
        fieldPath = ".certManager")
@ValidationRule(
        value = "has(self.secretName) || self.mode != 'Secret'",
        message = "mode is Secret, but secretName is missing; name the Secret with tls.crt and tls.key",
        fieldPath = ".secretName")
@ValidationRule(
        value = "!has(self.secretName) || self.mode == 'Secret'",
        message = "secretName is given, but mode is not Secret; set mode to Secret or remove secretName",
        fieldPath = ".secretName")
@ValidationRule(
        value = "!has(self.dnsNames) || " + TLSSpec.IS_MADE,
        message = "dnsNames is given, but only the modes SelfSigned and CertManager make a certificate; change mode or"
                + " remove dnsNames",
        fieldPath = ".dnsNames")
@ValidationRule(
        value = "(!has(self.lifetime) && !has(self.renewBefore)) || " + TLSSpec.IS_MADE,
        message = "lifetime or renewBefore is given, but only the modes SelfSigned and CertManager make a certificate;"
                + " change mode or remove them",
        fieldPath = ".lifetime")
@ValidationRule(
        value = "!has(self.lifetime)"
                + " || (duration(self.lifetime) >= duration('1h') && duration(self.lifetime) <= duration('19800h'))",
        message =
                "lifetime is not from 1h to 19800h (825 days, the longest that clients accept); choose a time between",
        fieldPath = ".lifetime")
@ValidationRule(
        value = "!has(self.renewBefore) || duration(self.renewBefore) >= duration('5m')",
        message =
                "renewBefore is below 5m, but a renewed certificate takes up to two minutes to reach the server; use 5m"
                        + " or more",
        fieldPath = ".renewBefore")
@ValidationRule(
        value = "!has(self.renewBefore) || duration(self.renewBefore) + duration('1m') <="
                + " duration(has(self.lifetime) ? self.lifetime : '" + TLSSpec.DEFAULT_LIFETIME + "')",
        message = "renewBefore is not shorter than lifetime by at least 1m, so the certificate would be renewed all the"
                + " time; make renewBefore shorter or lifetime longer",
        fieldPath = ".renewBefore")
public record TLSSpec(
        @JsonPropertyDescription(
                "Where the certificate comes from: None (plain HTTP), SelfSigned (the operator makes and"
                        + " renews an authority and a certificate), CertManager (cert-manager does), Secret (yours). With"
                        + " anything but None the server's port speaks HTTPS only. Default: None.")
        @Default("None")
        TLSMode mode,

        @JsonPropertyDescription("Settings of the mode CertManager. Left out, as if it were empty.")
        CertManagerSpec certManager,

        @JsonPropertyDescription(
                "For the mode Secret: a Secret of the same namespace with tls.crt (the certificate, then"
                        + " those between it and its authority), tls.key, and where the authority is not a public one, ca.crt."
                        + " The certificate has to be valid for NAME.NAMESPACE.svc.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(max = 253)
        String secretName,

        @JsonPropertyDescription("For the modes SelfSigned and CertManager: names that the certificate is valid for,"
                + " beside those of the Service inside the cluster. Default: none.")
        @Size(max = 32)
        List<@Pattern("^(\\*\\.)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?$") @Size(max = 253) String> dnsNames,

        @JsonPropertyDescription("For the modes SelfSigned and CertManager: how long a certificate is valid, in hours,"
                + " minutes and seconds, for example 2160h; from 1h to 19800h. Default: 2160h (90 days).")
        @Pattern(Durations.PATTERN)
        @Size(min = 2, max = 24)
        String lifetime,

        @JsonPropertyDescription("For the modes SelfSigned and CertManager: how long before its end a certificate is"
                + " renewed; at least 5m, and at least 1m shorter than lifetime. Default: a third of lifetime.")
        @Pattern(Durations.PATTERN)
        @Size(min = 2, max = 24)
        String renewBefore) {

    static final String IS_MADE = "self.mode in ['SelfSigned', 'CertManager']";
    static final String DEFAULT_LIFETIME = "2160h";

    private static final TLSSpec DEFAULTS = new TLSSpec(null, null, null, null, null, null);

    public TLSSpec {
        mode = Objects.requireNonNullElse(mode, TLSMode.NONE);
        dnsNames = dnsNames == null ? List.of() : List.copyOf(dnsNames);
    }

    public static TLSSpec defaults() {
        return DEFAULTS;
    }

    /** Whether the server's port speaks HTTPS, and nothing else. */
    @JsonIgnore
    public boolean enabled() {
        return mode != TLSMode.NONE;
    }

    /** Name of the Secret that the user keeps the certificate in. */
    @JsonIgnore
    public Optional<String> referencedSecret() {
        return mode == TLSMode.SECRET ? Optional.ofNullable(secretName) : Optional.empty();
    }

    /** The issuer that the user names; empty for one of the server's own. */
    @JsonIgnore
    public Optional<IssuerReference> givenIssuer() {
        return Optional.ofNullable(certManager).map(CertManagerSpec::issuerRef);
    }

    /** How long a certificate is valid. */
    @JsonIgnore
    public Duration validity() {
        return Durations.parse(Objects.requireNonNullElse(lifetime, DEFAULT_LIFETIME));
    }

    /** How long before its end a certificate is renewed. */
    @JsonIgnore
    public Duration renewal() {
        return renewBefore == null ? validity().dividedBy(3) : Durations.parse(renewBefore);
    }
}
