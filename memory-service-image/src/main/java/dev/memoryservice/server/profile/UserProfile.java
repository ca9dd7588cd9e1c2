package dev.memoryservice.server.profile;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is known about a user.
 *
 * @param status {@code success}
 * @param timestamp when it was asked for, ISO 8601 in UTC
 * @param userId whose memories these are
 * @param assistantId who asked
 * @param userProfile the profile in words, each line with the hash of a memory it rests on
 * @param profileSource {@code computed} or {@code language_model}: who wrote {@code userProfile}
 * @param note why the language model did not write it, where one is configured
 * @param userKnowledge lasting facts and preferences in the user's words
 * @param userKnowledgeCount how many
 * @param assistantKnowledge what the agent said of itself
 * @param assistantKnowledgeCount how many
 * @param shortTerm the latest memories
 * @param midTerm the topics of the last four weeks
 * @param names what the user keeps coming back to
 * @param memoriesRead how many memories all this was computed from
 * @param memoriesTotal how many there are
 */
@Schema(name = "UserProfile")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record UserProfile(
        String status,
        String timestamp,
        String userId,
        String assistantId,
        String userProfile,

        @Schema(enumeration = {"computed", "language_model"})
        String profileSource,

        Optional<String> note,
        Optional<List<Knowledge>> userKnowledge,
        Optional<Integer> userKnowledgeCount,
        Optional<List<Knowledge>> assistantKnowledge,
        Optional<Integer> assistantKnowledgeCount,
        List<LatestMemory> shortTerm,
        List<Topic> midTerm,
        List<RecurringName> names,
        int memoriesRead,
        long memoriesTotal) {

    /**
     * What is to be in a profile.
     *
     * @param knowledge whether {@code userKnowledge} is
     * @param assistantKnowledge whether {@code assistantKnowledge} is
     */
    public record Wanted(boolean knowledge, boolean assistantKnowledge) {

        /** What is given to those who do not say. */
        public static final Wanted DEFAULT = new Wanted(true, false);
    }

    static UserProfile of(
            String tenant, String assistant, String now, ProfileViews views, Narrative narrative, Wanted wanted) {
        Optional<List<Knowledge>> user = Optional.of(views.user()).filter(known -> wanted.knowledge());
        Optional<List<Knowledge>> agent = Optional.of(views.agent()).filter(known -> wanted.assistantKnowledge());
        return new UserProfile(
                "success",
                now,
                tenant,
                assistant,
                narrative.text(),
                narrative.source().name().toLowerCase(Locale.ROOT),
                narrative.note(),
                user,
                user.map(List::size),
                agent,
                agent.map(List::size),
                views.shortTerm(),
                views.midTerm(),
                views.names(),
                views.read(),
                views.total());
    }
}
