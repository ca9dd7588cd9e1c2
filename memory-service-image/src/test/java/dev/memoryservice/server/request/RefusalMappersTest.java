package dev.memoryservice.server.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.backup.repository.RepositoryException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class RefusalMappersTest {

    private final RefusalMappers mappers = new RefusalMappers();

    @Test
    void whoeverAsksForBackupsThatAreAwayIsToldWhenToAskAgain() {
        try (Response answer =
                mappers.noPlaceForBackups(RepositoryException.passing("the bucket is away", new ConnectException()))) {
            assertThat(answer.getStatus()).isEqualTo(507);
            assertThat(answer.getEntity()).isEqualTo(new Detail("the bucket is away"));
            assertThat(answer.getHeaderString(HttpHeaders.RETRY_AFTER)).isEqualTo("10");
        }
    }

    @Test
    void waitingDoesNotHelpAgainstAPlaceThatRefuses() {
        try (Response answer = mappers.noPlaceForBackups(new RepositoryException("the volume is full"))) {
            assertThat(answer.getStatus()).isEqualTo(507);
            assertThat(answer.getHeaderString(HttpHeaders.RETRY_AFTER)).isNull();
        }
    }
}
