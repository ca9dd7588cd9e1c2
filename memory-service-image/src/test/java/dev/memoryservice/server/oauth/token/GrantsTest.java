package dev.memoryservice.server.oauth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.oauth.Hand;
import dev.memoryservice.server.oauth.TestSettings;
import dev.memoryservice.server.oauth.http.OAuthException;
import dev.memoryservice.server.store.sqlite.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantsTest {

    @TempDir
    Path directory;

    private final Hand clock = new Hand();
    private MemoryStore store;
    private Revocations revocations;
    private Grants grants;

    @BeforeEach
    void open() {
        store = TestStores.open(directory);
        revocations = new Revocations(store, clock);
        revocations.load();
        grants = new Grants(
                store,
                revocations,
                TestSettings.of(Map.of(
                        "memory-service.auth.modes", "OAuth",
                        "memory-service.oauth.issuer", "https://memory.example.com",
                        "memory-service.oauth.refresh-token-lifetime", "30d")),
                new ObjectMapper().registerModule(new JavaTimeModule()),
                clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aRefreshTokenSurvivesARestartAndSoDoesWhatWasRevoked() {
        Grants.Refreshed kept = begin("alice");
        Grants.Refreshed ended = begin("alice");
        grants.end(ended.id());
        close();
        open();

        assertThat(grants.refresh(kept.token(), "app").user()).isEqualTo("alice");
        assertThat(revocations.contains(ended.id())).isTrue();
        assertRefused(ended.token());
    }

    @Test
    void theLastTokenIsGoodForTheGraceTimeOnlyAndThenEndsTheGrant() {
        Grants.Refreshed first = begin("alice");
        Grants.Refreshed second = grants.refresh(first.token(), "app");
        clock.move(Duration.ofSeconds(29));
        assertThat(grants.refresh(first.token(), "app").token()).isEqualTo(second.token());

        clock.move(Duration.ofSeconds(2));

        assertRefused(first.token());
        assertRefused(second.token());
        assertThat(revocations.contains(first.id())).isTrue();
    }

    @Test
    void aGuessEndsNothing() {
        Grants.Refreshed first = begin("alice");

        assertRefused(first.token().replaceAll("\\.[^.]*$", ".guess"));
        assertRefused("nonsense");
        assertRefused("a.b.c");

        assertThat(grants.refresh(first.token(), "app").user()).isEqualTo("alice");
    }

    @Test
    void aTokenThatIsNotUsedExpiresAndOneThatIsUsedDoesNot() {
        Grants.Refreshed unused = begin("alice");
        Grants.Refreshed used = begin("alice");
        clock.move(Duration.ofDays(20));
        used = grants.refresh(used.token(), "app");
        clock.move(Duration.ofDays(20));

        assertRefused(unused.token());
        assertThat(grants.refresh(used.token(), "app").user()).isEqualTo("alice");
    }

    @Test
    void ofTooManyGrantsThatWhichWasNotUsedForLongestEnds() {
        Grants.Refreshed oldest = begin("alice");
        clock.move(Duration.ofSeconds(1));
        Grants.Refreshed ofAnother = begin("bob");
        for (int i = 0; i < 100; i++) {
            begin("alice");
        }

        assertThat(grants.of("alice")).hasSize(100);
        assertRefused(oldest.token());
        assertThat(grants.refresh(ofAnother.token(), "app").user()).isEqualTo("bob");
    }

    private Grants.Refreshed begin(String user) {
        return grants.begin(Secrets.random(), user, "app", "An app", "read", "https://memory.example.com");
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> grants.refresh(token, "app"))
                .isInstanceOfSatisfying(
                        OAuthException.class, e -> assertThat(e.error()).isEqualTo("invalid_grant"));
    }
}
