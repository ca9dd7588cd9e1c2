package dev.memoryservice.operator.pod;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.auth.AuthMode;
import dev.memoryservice.operator.credential.OperatorKey;
import dev.memoryservice.operator.server.ServerAddress;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * How a Job gets into a server: its address on the command line, the key that administrates it and what it is trusted by
 * as files, because a command line is seen by others.
 *
 * @param prefix of the options of the command, for example {@code from-}; empty for the server that is meant without one
 * @param ownAuthority whether the server proves itself with a certificate of an authority of its own
 */
public record ServerAccess(MemoryService service, String prefix, boolean ownAuthority) {

    private static final String FOLDER = "/run/memory-service/";
    private static final String KEY = "key";
    private static final String AUTHORITY = "ca.crt";

    private boolean hasKey() {
        return !service.declared().auth().accepts(AuthMode.NONE);
    }

    private String volume() {
        return prefix + "server";
    }

    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(
                List.of("--" + prefix + "server", ServerAddress.of(service).url()));
        if (hasKey()) {
            arguments.addAll(List.of("--" + prefix + "key-file", FOLDER + volume() + "/" + KEY));
        }
        if (ownAuthority) {
            arguments.addAll(List.of("--" + prefix + "ca-file", FOLDER + volume() + "/" + AUTHORITY));
        }
        return arguments;
    }

    PodTemplateSpecBuilder addTo(PodTemplateSpecBuilder pod) {
        List<VolumeProjection> files = files();
        return files.isEmpty()
                ? pod
                : PodFeature.editServer(
                        pod.editSpec()
                                .addNewVolume()
                                .withName(volume())
                                .withNewProjected()
                                .withSources(files)
                                .withDefaultMode(0440)
                                .endProjected()
                                .endVolume()
                                .endSpec(),
                        container -> container
                                .addNewVolumeMount()
                                .withName(volume())
                                .withMountPath(FOLDER + volume())
                                .withReadOnly(true)
                                .endVolumeMount());
    }

    private List<VolumeProjection> files() {
        List<VolumeProjection> files = new ArrayList<>();
        if (hasKey()) {
            files.add(new VolumeProjectionBuilder()
                    .withNewSecret()
                    .withName(ServerNames.operatorKey(service))
                    .withItems(new KeyToPath(OperatorKey.KEY, null, KEY))
                    .endSecret()
                    .build());
        }
        if (ownAuthority) {
            files.add(new VolumeProjectionBuilder()
                    .withNewConfigMap()
                    .withName(ServerNames.authority(service))
                    .withItems(new KeyToPath(AUTHORITY, null, AUTHORITY))
                    .endConfigMap()
                    .build());
        }
        return files;
    }
}
