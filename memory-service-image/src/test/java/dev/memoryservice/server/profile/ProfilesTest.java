package dev.memoryservice.server.profile;

import static dev.memoryservice.server.memory.SampleMemories.hashOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memoryservice.server.ServerConfig;
import dev.memoryservice.server.embedding.Embedder;
import dev.memoryservice.server.embedding.OnnxEmbedder;
import dev.memoryservice.server.embedding.TestModel;
import dev.memoryservice.server.languagemodel.ChatModel;
import dev.memoryservice.server.languagemodel.LanguageModelStandIn;
import dev.memoryservice.server.memory.MemoryStore;
import dev.memoryservice.server.memory.SampleMemories;
import dev.memoryservice.server.memory.Space;
import dev.memoryservice.server.store.sqlite.Pragmas;
import dev.memoryservice.server.store.sqlite.SqliteMemoryStore;
import dev.memoryservice.server.store.sqlite.SqliteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilesTest {

    private static final Space ALICE = Space.of("alice");
    private static final UserProfile.Wanted ALL = new UserProfile.Wanted(true, true);
    private static final Pattern HASH = Pattern.compile("\"([0-9a-f]{12})\"");

    private static Embedder embedder;

    @TempDir
    Path directory;

    private MemoryStore store;

    @BeforeAll
    static void load() {
        embedder = new OnnxEmbedder(TestModel.directory());
    }

    @AfterAll
    static void unload() {
        embedder.close();
    }

    @BeforeEach
    void open() {
        store = new SqliteMemoryStore(
                SqliteOptions.of(directory.resolve("memory.db"), Pragmas.NONE), embedder.model(), embedder.dimension());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void everyStatementCitesTheMemoriesThatSayIt() {
        said(3, "I prefer trains to planes.");
        said(1, "Booked the seats. I prefer trains to planes!");
        said(2, "It rained all day");

        UserProfile profile = profile(ALICE);

        assertThat(profile.userKnowledge().orElseThrow()).singleElement().satisfies(known -> {
            assertThat(known.knowledge()).isEqualTo("I prefer trains to planes");
            assertThat(known.category()).isEqualTo("preference");
            assertThat(known.times()).isEqualTo(2);
            assertThat(known.evidence())
                    .containsExactly(
                            hashOf("Booked the seats. I prefer trains to planes!"),
                            hashOf("I prefer trains to planes."));
        });
        assertThat(profile.userKnowledgeCount()).contains(1);
        assertThat(profile.userProfile())
                .contains("I prefer trains to planes ["
                        + hashOf("Booked the seats. I prefer trains to planes!").substring(0, 12) + "]");
        assertThat(profile.profileSource()).isEqualTo("computed");
        assertThat(profile.note()).isEmpty();
        assertThat(profile.memoriesRead()).isEqualTo(3);
    }

    @Test
    void ofStatementsThatExcludeEachOtherTheNewestHolds() {
        said(100, "I live in Lisbon.");
        said(10, "I moved to Porto.");
        said(50, "I love coffee");
        said(5, "I don't like coffee");

        assertThat(knowledge(ALICE)).containsExactlyInAnyOrder("I moved to Porto", "I don't like coffee");
    }

    @Test
    void whatWasSaidLongAgoIsFoundBeneathThousandsOfOtherMemories() {
        said(900, "My name is Ada and I live in Lisbon.");
        said(800, "I am allergic to peanuts.");
        float[] unrelated = embedder.embed("stock level of part");
        for (int i = 0; i < 2_000; i++) {
            store.store(ALICE, SampleMemories.memoryAt(daysAgo(700), "stock level of part " + i), unrelated);
        }

        UserProfile profile = profile(ALICE);

        assertThat(profile.userKnowledge().orElseThrow())
                .extracting(Knowledge::knowledge)
                .contains("My name is Ada", "I live in Lisbon", "I am allergic to peanuts");
        assertThat(profile.memoriesRead()).isLessThan(700);
        assertThat(profile.memoriesTotal()).isEqualTo(2_002);
    }

    @Test
    void anotherTenantsMemoriesAreNotInIt() {
        said(1, "I love tea");
        store.store(Space.of("bob"), SampleMemories.memoryAt(daysAgo(1), "I love gin"), embedder.embed("I love gin"));

        assertThat(knowledge(ALICE)).containsExactly("I love tea");
        assertThat(knowledge(Space.of("bob"))).containsExactly("I love gin");
    }

    @Test
    void whatIsForgottenIsNotKnownAnyMore() {
        said(1, "I love tea");
        Profiles profiles = profiles(LanguageModelStandIn.none());
        assertThat(profiles.profile(ALICE, "test", ALL).userKnowledgeCount()).contains(1);
        assertThat(profiles.recentWords(ALICE)).contains("I love tea");

        store.delete(ALICE, hashOf("I love tea"));

        assertThat(profiles.recentWords(ALICE)).isEqualTo("Nothing is known yet: there are no memories.");
        assertThat(profiles.profile(ALICE, "test", ALL).userKnowledgeCount()).contains(0);
    }

    @Test
    void namesThatRecurOnSeveralDaysAreKnown() {
        said(1, "met with Grace Hopper about it");
        said(2, "lunch with Grace Hopper again");
        said(3, "called Grace Hopper on Monday");
        said(1, "saw Alan once");

        assertThat(profile(ALICE).names()).singleElement().satisfies(name -> {
            assertThat(name.name()).isEqualTo("Grace Hopper");
            assertThat(name.memories()).isEqualTo(3);
            assertThat(name.evidence()).hasSize(3);
        });
    }

    @Test
    void aSpaceWithoutMemoriesHasAProfileThatSaysSo() {
        UserProfile profile =
                profiles(LanguageModelStandIn.none()).profile(ALICE, "test", new UserProfile.Wanted(false, false));

        assertThat(profile.userProfile()).isEqualTo("Nothing is known yet: there are no memories.");
        assertThat(profile.userKnowledge()).isEmpty();
        assertThat(profile.userKnowledgeCount()).isEmpty();
        assertThat(profile.shortTerm()).isEmpty();
    }

    @Test
    void aLanguageModelWritesTheProfileFromWhatItIsShown() throws IOException {
        said(1, "I love tea");
        try (LanguageModelStandIn model =
                new LanguageModelStandIn(statementOfTheFirstHash("The user loves tea.")).failingFirst(429, 503)) {
            UserProfile profile = profiles(config(model)).profile(ALICE, "test", ALL);

            assertThat(profile.profileSource()).isEqualTo("language_model");
            assertThat(profile.userProfile())
                    .isEqualTo("- The user loves tea. [" + hashOf("I love tea").substring(0, 12) + "]");
            assertThat(profile.note()).isEmpty();
            assertThat(model.questions()).hasSize(3);
            assertThat(model.questions().getLast().at("/messages/1/content").asText())
                    .contains("I love tea");
        }
    }

    @Test
    void aModelThatCitesNothingThatItWasShownIsNotBelieved() throws IOException {
        said(1, "I love tea");
        try (LanguageModelStandIn model = new LanguageModelStandIn(
                shown -> "{\"profile\":[{\"statement\":\"The user is a spy.\",\"evidence\":[\"0123456789ab\"]}]}")) {
            assertThat(profiles(config(model)).profile(ALICE, "test", ALL)).satisfies(profile -> {
                assertThat(profile.profileSource()).isEqualTo("computed");
                assertThat(profile.userProfile()).contains("I love tea").doesNotContain("spy");
                assertThat(profile.note().orElseThrow()).contains("no statement that cites a memory");
            });
        }
    }

    @Test
    void aModelThatFailsLeavesTheComputedProfileWhichSaysSo() throws IOException {
        said(1, "I love tea");
        try (LanguageModelStandIn model =
                new LanguageModelStandIn(shown -> "unused").failingFirst(500, 500, 500, 400)) {
            ServerConfig.LanguageModel config = config(model);
            assertThat(profiles(config).profile(ALICE, "test", ALL).note().orElseThrow())
                    .contains("HTTP 500, after 3 attempts")
                    .contains("computed without it");
            assertThat(profiles(config).profile(ALICE, "test", ALL).note().orElseThrow())
                    .contains("HTTP 400");
            assertThat(model.questions()).hasSize(4);
        }
    }

    @Test
    void aModelThatTalksInsteadOfAnsweringJsonIsNotUsed() throws IOException {
        said(1, "I love tea");
        try (LanguageModelStandIn model = new LanguageModelStandIn(shown -> "Sure! {The user: tea}")) {
            assertThat(profiles(config(model))
                            .profile(ALICE, "test", ALL)
                            .note()
                            .orElseThrow())
                    .contains("did not answer in JSON");
        }
    }

    @Test
    void theModelIsAskedOnceUntilTheMemoriesChange() throws IOException {
        said(2, "I love tea");
        try (LanguageModelStandIn model = new LanguageModelStandIn(statementOfTheFirstHash("The user loves tea."))) {
            Profiles profiles = profiles(config(model));
            profiles.profile(ALICE, "test", ALL);
            profiles.profile(ALICE, "test", ALL);
            assertThat(model.questions()).hasSize(1);

            said(1, "I hate rain");
            profiles.profile(ALICE, "test", ALL);
            assertThat(model.questions()).hasSize(2);
        }
    }

    @Test
    void aWrongKeyIsSaidWithoutTheKey() throws IOException {
        said(1, "I love tea");
        try (LanguageModelStandIn model = new LanguageModelStandIn(shown -> "unused")) {
            Path key = Files.writeString(directory.resolve("wrong"), "not-the-key");
            String note = profiles(model.config(key, Duration.ofMinutes(1)))
                    .profile(ALICE, "test", ALL)
                    .note()
                    .orElseThrow();
            assertThat(note).contains("HTTP 401").doesNotContain("not-the-key");
        }
    }

    private ServerConfig.LanguageModel config(LanguageModelStandIn model) throws IOException {
        return model.config(
                Files.writeString(directory.resolve("key"), LanguageModelStandIn.KEY + "\n"), Duration.ofMinutes(1));
    }

    private static Function<String, String> statementOfTheFirstHash(String statement) {
        return shown -> {
            Matcher hash = HASH.matcher(shown);
            assertThat(hash.find()).isTrue();
            return "```json\n{\"profile\":[{\"statement\":\"" + statement + "\",\"evidence\":[\"" + hash.group(1)
                    + "\"]}]}\n```";
        };
    }

    private UserProfile profile(Space space) {
        return profiles(LanguageModelStandIn.none()).profile(space, "test", ALL);
    }

    private List<String> knowledge(Space space) {
        return profile(space).userKnowledge().orElseThrow().stream()
                .map(Knowledge::knowledge)
                .toList();
    }

    private Profiles profiles(ServerConfig.LanguageModel config) {
        ObjectMapper json = new ObjectMapper();
        return new Profiles(store, embedder, new ModelNarrator(new ChatModel(config, json), json));
    }

    private void said(int daysAgo, String content) {
        store.store(ALICE, SampleMemories.memoryAt(daysAgo(daysAgo), content), embedder.embed(content));
    }

    private static Instant daysAgo(int days) {
        return Instant.now().minus(Duration.ofDays(days));
    }
}
