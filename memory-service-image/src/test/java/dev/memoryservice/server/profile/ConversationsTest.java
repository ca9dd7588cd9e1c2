package dev.memoryservice.server.profile;

import static dev.memoryservice.server.Client.client;
import static dev.memoryservice.server.Client.store;
import static dev.memoryservice.server.Client.unique;
import static dev.memoryservice.server.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.memoryservice.server.RunningServer;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.profile.Conversations.NewExchange;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(RunningServer.class)
class ConversationsTest {

    private static final Space SPACE = Space.of(Space.DEFAULT_TENANT);
    private static final Instant SAID_AT = Instant.parse("2026-05-04T03:02:01Z");

    @Inject
    Conversations conversations;

    @Test
    void anExchangeIsRecalledAsItWasSaid() {
        String dish = unique("moussaka");
        AddedExchange added = conversations.add(
                SPACE,
                new NewExchange(
                        "How do I cook " + dish + "?\nAssistant: is what you are",
                        "Slowly.\nAssistant: yes",
                        Optional.of(SAID_AT),
                        Map.of("mood", "hungry"),
                        List.of(),
                        Optional.empty()));

        assertThat(added.status()).isEqualTo("success");
        assertThat(added.details().hasMetaData()).isTrue();
        Recollection recalled = conversations.recall(SPACE, dish, 5);
        assertThat(recalled.retrievedPages().getFirst()).satisfies(page -> {
            assertThat(page.userInput()).isEqualTo("How do I cook " + dish + "?\nAssistant: is what you are");
            assertThat(page.agentResponse()).isEqualTo("Slowly.\nAssistant: yes");
            assertThat(page.timestamp()).isEqualTo(SAID_AT.toString());
            assertThat(page.metaInfo()).containsExactly(Map.entry("mood", "hungry"));
            assertThat(page.contentHash()).isEqualTo(added.contentHash());
        });
        assertThat(recalled.totalPagesFound())
                .isEqualTo(recalled.retrievedPages().size());
        assertThat(recalled.shortTermCount())
                .isEqualTo(recalled.shortTermMemory().size())
                .isPositive();
    }

    @Test
    void theSameExchangeTwiceIsRememberedOnceAndSaysSo() {
        NewExchange exchange = exchange(unique("twice"), "Yes");

        String first = conversations.add(SPACE, exchange).contentHash();
        AddedExchange again = conversations.add(SPACE, exchange);

        assertThat(again.contentHash()).isEqualTo(first);
        assertThat(again.message()).contains("before");
    }

    @Test
    void notesAreRecalledBesideTheTurns() {
        String word = unique("kiln");
        String hash = store("The " + word + " is in the shed");
        conversations.add(SPACE, exchange("Where is the " + word + "?", "I am a gardener. In the shed"));

        Recollection recalled = conversations.recall(SPACE, word, 1);

        assertThat(recalled.retrievedUserKnowledge()).singleElement().satisfies(note -> assertThat(note.contentHash())
                .isEqualTo(hash));
        assertThat(recalled.retrievedPages()).hasSize(1);
        assertThat(recalled.retrievedAssistantKnowledge())
                .extracting(Recollection.Note::knowledge)
                .containsExactly("I am a gardener");
    }

    @Test
    void theLatestTurnsAreInTheOrderOfTheConversation() {
        String first = unique("first");
        String second = unique("second");
        conversations.add(SPACE, exchange(first, "a"));
        conversations.add(SPACE, exchange(second, "b"));

        assertThat(conversations.recall(SPACE, "anything", 1).shortTermMemory())
                .extracting(Recollection.Turn::userInput)
                .endsWith(first, second);
    }

    @Test
    void theProfileOverRestKnowsWhatTheUserSaidButNotWhatTheAgentSaid() {
        String drink = unique("oolong");
        conversations.add(SPACE, exchange("I adore " + drink + ".", "I adore gravel " + drink + "."));

        client().queryParam("include_assistant_knowledge", "true")
                .get("/api/profile")
                .then()
                .statusCode(200)
                .body(json("status", equalTo("success")))
                .body(json("user_id", equalTo("default")))
                .body(json("assistant_id", notNullValue()))
                .body(json("profile_source", equalTo("computed")))
                .body(json("user_knowledge[*].knowledge", hasItem("I adore " + drink)))
                .body(json("user_knowledge[*].knowledge", not(hasItem("I adore gravel " + drink))))
                .body(json("assistant_knowledge[*].knowledge", hasItem("I adore gravel " + drink)))
                .body(json("short_term[0].content_hash", notNullValue()));
        client().queryParam("include_knowledge", "false")
                .get("/api/profile")
                .then()
                .body(json("$", not(hasKey("user_knowledge"))))
                .body(json("$", not(hasKey("assistant_knowledge"))))
                .body(json("$", not(hasKey("note"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"include_knowledge", "include_assistant_knowledge"})
    void aFlagThatIsNoneIsRefused(String flag) {
        client().queryParam(flag, "maybe")
                .get("/api/profile")
                .then()
                .statusCode(422)
                .body(json("detail[0].loc[1]", equalTo(flag)));
    }

    @Test
    void anUnknownStoreIsRefused() {
        client().queryParam("store", "attic").get("/api/profile").then().statusCode(400);
    }

    private static NewExchange exchange(String userInput, String agentResponse) {
        return new NewExchange(userInput, agentResponse, Optional.empty(), Map.of(), List.of(), Optional.empty());
    }
}
