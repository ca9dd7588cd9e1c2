package dev.memoryservice.server.profile;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Something that came up again and again in the recent weeks.
 *
 * @param topic the word or tag that stands for it
 * @param terms words and tags that come with it, the topic itself first
 * @param memories how many memories of the weeks are about it
 * @param score how often and how lately: each memory counts one, half of that for every week of its age
 * @param first when it came up first in these weeks, ISO 8601 in UTC
 * @param last when it came up last
 * @param evidence content hashes of memories about it, newest first, at most five
 */
@Schema(name = "ProfileTopic")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Topic(
        String topic,
        List<String> terms,
        int memories,
        double score,
        String first,
        String last,
        List<String> evidence) {}
