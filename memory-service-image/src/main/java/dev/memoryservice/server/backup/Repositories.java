package dev.memoryservice.server.backup;

import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.backup.repository.FolderRepository;
import dev.memoryservice.server.backup.repository.Repository;
import dev.memoryservice.server.backup.repository.S3Location;
import dev.memoryservice.server.backup.repository.S3Repository;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where the configuration says that backups lie. */
final class Repositories {

    private Repositories() {}

    /**
     * The place of the backups; empty when there is none.
     *
     * @throws ConfigurationException when what is configured makes no sense
     */
    static Optional<Repository> of(ServerConfig config) {
        Optional<String> bucket = given(config.backup().s3().bucket());
        if (bucket.isPresent() && config.backup().directory().isPresent()) {
            throw new ConfigurationException(
                    "memory-service.backup.directory and memory-service.backup.s3.bucket are both given: choose one");
        }
        return bucket.isPresent() ? Optional.of(s3(bucket.get(), config.backup().s3())) : folder(config);
    }

    private static Repository s3(String bucket, ServerConfig.S3 config) {
        Optional<String> endpoint = given(config.endpoint());
        try {
            return new S3Repository(new S3Location(
                    endpoint.map(URI::create),
                    bucket,
                    given(config.prefix()).map(Repositories::withoutSlashes).orElse(""),
                    config.region(),
                    config.pathStyle().orElse(endpoint.isPresent()),
                    config.credentialsDirectory()
                            .orElseThrow(() -> new IllegalArgumentException(
                                    "credentials-directory is missing: a directory with the files access-key-id and"
                                            + " secret-access-key"))));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("memory-service.backup.s3." + e.getMessage());
        }
    }

    private static Optional<String> given(Optional<String> setting) {
        return setting.map(String::strip).filter(text -> !text.isEmpty());
    }

    private static String withoutSlashes(String prefix) {
        return prefix.replaceAll("^/+|/+$", "");
    }

    private static Optional<Repository> folder(ServerConfig config) {
        return config.backup().directory().map(directory -> {
            Path folder = directory.toAbsolutePath().normalize();
            Path data = config.sqlite().path().toAbsolutePath().normalize().getParent();
            if (folder.equals(data)) {
                throw new ConfigurationException("memory-service.backup.directory is " + folder
                        + ", the folder of the database: what destroys one would destroy the other. Choose a folder on"
                        + " another volume");
            }
            return new FolderRepository(folder);
        });
    }

    /** Where scratch stores may be made. */
    static Path scratch(ServerConfig config) {
        return config.backup().scratchDirectory().orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
    }
}
