package dev.memoryservice.server.profile;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Something that is known, and where from.
 *
 * @param knowledge in the words it was said in
 * @param timestamp when it was said last, ISO 8601 in UTC
 * @param category what it is about: {@code identity}, {@code people}, {@code work}, {@code preference}, {@code habit},
 *     {@code skill}, {@code goal}
 * @param times in how many of the memories that were read it was said
 * @param evidence the content hashes of those memories, newest first, at most five
 */
@Schema(name = "Knowledge")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Knowledge(
        @Schema(examples = "I prefer short answers") String knowledge,
        String timestamp,
        @Schema(examples = "preference") String category,
        int times,

        @Schema(description = "Content hashes of the memories that say so")
        List<String> evidence) {

    /** How many memories are cited for one thing. */
    static final int MOST_EVIDENCE = 5;
}
