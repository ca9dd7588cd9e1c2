package dev.memoryservice.server.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bucket of a real object store. */
@EnabledIfEnvironmentVariable(named = S3Server.VARIABLE, matches = ".+")
@Timeout(120)
class S3RepositoryTest extends RepositoryContract {

    private static final String ID = "20261121T030000Z-k3x9";

    @TempDir
    private Path directory;

    private S3Server server;
    private S3Repository repository;

    @BeforeEach
    void start() throws IOException {
        server = S3Server.start(directory);
        repository = new S3Repository(server.location(directory));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    Repository repository() {
        return repository;
    }

    @Test
    void objectsAreUnderThePrefixAndOthersAreLeftAlone() throws IOException {
        Files.createDirectories(server.objects().resolve("team/memory/below"));
        Files.write(server.objects().resolve("team/memory/below/" + ID + ".memorybackup"), new byte[3]);
        Files.write(server.objects().resolve(ID + ".memorybackup"), new byte[3]);

        assertThat(repository.list()).isEmpty();
        repository.write(ID, out -> out.write(1));

        assertThat(server.objects().resolve("team/memory/" + ID + ".memorybackup"))
                .hasSize(1);
        assertThat(repository.place())
                .isEqualTo("the bucket backups under team/memory/ at "
                        + server.endpoint().getAuthority());
    }

    @Test
    void anUploadThatAKilledProcessBeganIsGivenUp() throws IOException {
        Bucket bucket = new Bucket(server.location(directory));
        Bucket.Upload upload = bucket.begin("team/memory/" + ID + ".memorybackup");
        bucket.put(upload, 1, new byte[6 << 20]);
        assertThat(bucket.uploads("team/memory/")).containsExactly(upload);

        repository.removeLeftovers();

        assertThat(bucket.uploads("team/memory/")).isEmpty();
        assertThat(repository.list()).isEmpty();
    }

    @Test
    void aMissingBucketIsSaidToBeMissing() throws IOException {
        Repository nowhere = new S3Repository(server.location(directory, "nowhere", "tester", "secret-of-the-tester"));

        assertThatThrownBy(nowhere::list)
                .isInstanceOfSatisfying(RepositoryException.class, refusal -> assertThat(refusal.isPassing())
                        .isFalse())
                .hasMessageContaining("in the bucket nowhere")
                .hasMessageContaining("the bucket does not exist: make it, or correct its name (404 NoSuchBucket");
        assertThatThrownBy(() -> nowhere.note(ID)).hasMessageContaining("the bucket does not exist");
    }

    @Test
    void wrongCredentialsAreSaidToBeWrongAndNotRepeated() throws IOException {
        Repository wrong = new S3Repository(server.location(directory, S3Server.BUCKET, "tester", "another-secret"));
        assertThatThrownBy(() -> wrong.write(ID, out -> out.write(1)))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("check secret-access-key and the region (403 SignatureDoesNotMatch")
                .hasMessageNotContaining("another-secret");

        Repository unknown = new S3Repository(server.location(directory, S3Server.BUCKET, "nobody", "another-secret"));
        assertThatThrownBy(unknown::list)
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("check access-key-id");
        assertThat(repository.list()).isEmpty();
    }

    @Test
    void credentialsThatAreMissingAreSaidToBeMissing() {
        Repository without = new S3Repository(new S3Location(
                Optional.of(server.endpoint()), S3Server.BUCKET, "", "us-east-1", true, directory.resolve("none")));

        assertThatThrownBy(without::list)
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("give the files access-key-id and secret-access-key");
    }

    @Test
    void aStoreThatGoesAwayInTheMiddleIsSaidToBeAwayAndNothingIsThere() throws IOException {
        assertThatThrownBy(() -> repository.write(ID, out -> {
                    out.write(new byte[17 << 20]);
                    server.close();
                    out.write(new byte[17 << 20]);
                }))
                .isInstanceOfSatisfying(RepositoryException.class, away -> assertThat(away.isPassing())
                        .isTrue())
                .hasMessageContaining("cannot be reached: check its endpoint and the network policy");

        assertThat(server.objects().resolve("team/memory/" + ID + ".memorybackup"))
                .doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host", "https://user@host", "https://host/path", "https://host?x=1", "host"})
    void anEndpointThatIsNoneIsRefused(String endpoint) {
        assertThatThrownBy(() ->
                        new S3Location(Optional.of(URI.create(endpoint)), "bucket", "", "us-east-1", true, directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("endpoint is '" + endpoint + "'");
    }
}
