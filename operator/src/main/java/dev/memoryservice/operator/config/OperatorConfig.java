package dev.memoryservice.operator.config;

import dev.memoryservice.crds.v1alpha1.workload.ImagePullPolicy;
import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;

/** What the installer of the operator decides. */
@ConfigMapping(prefix = "memory-service.operator")
public interface OperatorConfig {

    /** Repository of the server's image, without a tag. */
    String imageRepository();

    /** The server version that this operator deploys; also the tag of the image. */
    String version();

    /** When the kubelet pulls the server's image, unless the resource says otherwise. */
    String imagePullPolicy();

    /** Time between two verifications of one server. */
    Duration probeInterval();

    /** Time between two looks at a Secret that a resource refers to. */
    Duration secretInterval();

    /** Time between two looks at the last use and the memories of the users of one server. */
    Duration usageInterval();

    /**
     * Address of the folder with the runbooks, without a slash at the end; alerts link to {@code <alert>.md} in it. Empty: they
     * say where the page is in the source tree.
     */
    Optional<String> runbooks();

    /** The operator's own namespace; empty outside a cluster. */
    Optional<String> namespace();

    /** The pull policy as a value of the resource. */
    default ImagePullPolicy pullPolicy() {
        for (ImagePullPolicy policy : ImagePullPolicy.values()) {
            if (policy.label().equals(imagePullPolicy())) {
                return policy;
            }
        }
        throw new IllegalArgumentException(
                "MEMORY_SERVICE_IMAGE_PULL_POLICY is \"" + imagePullPolicy() + "\"; use Always, IfNotPresent or Never");
    }
}
