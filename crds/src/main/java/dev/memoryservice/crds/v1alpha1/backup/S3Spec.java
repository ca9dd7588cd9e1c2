package dev.memoryservice.crds.v1alpha1.backup;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.memoryservice.crds.v1alpha1.auth.SecretReference;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/** A bucket of an S3-compatible object store. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record S3Spec(
        @JsonPropertyDescription("Address of the object store, for example https://s3.eu-central-1.amazonaws.com or"
                + " http://minio.storage.svc:9000.")
        @Required
        @Pattern("^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?$")
        @Size(max = 300)
        String endpoint,

        @JsonPropertyDescription("Name of the bucket, which exists.")
        @Required
        @Pattern("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")
        String bucket,

        @JsonPropertyDescription(
                "What the names of the objects begin with. Default: NAMESPACE/NAME/ of the" + " MemoryService.")
        @Pattern("^[A-Za-z0-9!_.*'()/-]+$")
        @Size(max = 512)
        String prefix,

        @JsonPropertyDescription("Region of the bucket. Default: us-east-1, which stores without regions expect.")
        @Default(S3Spec.DEFAULT_REGION)
        @Pattern("^[a-z0-9-]+$")
        @Size(max = 64)
        String region,

        @JsonPropertyDescription(
                "true names the bucket in the path of a request, as most stores of one's own need it; false"
                        + " in the host name. Default: true.")
        @Default("true")
        Boolean pathStyle,

        @JsonPropertyDescription(
                "Secret of the same namespace with the entries access-key-id and secret-access-key, which"
                        + " may read, write, list and delete the objects under the prefix.")
        @Required
        SecretReference credentialsSecretRef) {

    static final String DEFAULT_REGION = "us-east-1";

    /** The entries that the Secret of the credentials has to have. */
    public static final String ACCESS_KEY_ID = "access-key-id";

    public static final String SECRET_ACCESS_KEY = "secret-access-key";

    public S3Spec {
        region = Objects.requireNonNullElse(region, DEFAULT_REGION);
        pathStyle = Objects.requireNonNullElse(pathStyle, true);
    }

    @JsonIgnore
    public Optional<String> givenPrefix() {
        return Optional.ofNullable(prefix);
    }

    /** The port that the store listens on. */
    @JsonIgnore
    public int port() {
        URI address = URI.create(endpoint);
        if (address.getPort() != -1) {
            return address.getPort();
        }
        return "https".equals(address.getScheme()) ? 443 : 80;
    }
}
