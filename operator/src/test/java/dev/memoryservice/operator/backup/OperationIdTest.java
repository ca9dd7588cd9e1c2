package dev.memoryservice.operator.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.memoryservice.operator.verification.ServerReply;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationIdTest {

    private static final Instant BEGUN = Instant.parse("2026-11-21T03:00:00Z");
    private static final String ID = OperationId.attempts(BEGUN, "nightly").getFirst();

    @ParameterizedTest(name = "{0}, later: {1}, after {2}: {3}")
    @CsvSource({
        // A place that is full or refuses: as long as its credentials may still be on their way.
        "507, false, PT19S, true",
        "507, false, PT21S, false",
        // One that is away: as long as an object store may be.
        "507, true, PT21S, true",
        "507, true, PT9M59S, true",
        "507, true, PT10M1S, false",
        // A busy server, one that does not know the key yet, one with a fault: for any time.
        "409, true, PT24H, true",
        "503, true, PT24H, true",
        "401, false, PT24H, true",
        "500, false, PT24H, true",
        // What was asked for makes no sense.
        "409, false, PT1S, false",
        "422, false, PT1S, false",
    })
    void whatAServerRefusesIsAskedForAgainWhileItMayChange(int status, boolean later, Duration after, boolean again) {
        ServerReply reply =
                new ServerReply(status, later, JsonNodeFactory.instance.objectNode(), "POST /api/admin/backups");

        assertThat(OperationId.mayChange(reply, ID, BEGUN.plus(after))).isEqualTo(again);
    }
}
