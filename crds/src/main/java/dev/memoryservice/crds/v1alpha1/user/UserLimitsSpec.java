package dev.memoryservice.crds.v1alpha1.user;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.util.Optional;

/** How much a user may use. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record UserLimitsSpec(
        @JsonPropertyDescription("Requests a minute, over all credentials of the user; 1 to 1000000. Default: the"
                + " limit of the server.")
        @Min(1)
        @Max(1_000_000)
        Integer requestsPerMinute,

        @JsonPropertyDescription("Memories that the user's space may hold before the user can store no more; 1 to"
                + " 100000000. Default: no limit but the volume.")
        @Min(1)
        @Max(100_000_000)
        Integer maxMemories) {

    private static final UserLimitsSpec NONE = new UserLimitsSpec(null, null);

    public static UserLimitsSpec none() {
        return NONE;
    }

    @JsonIgnore
    public Optional<Integer> givenRequestsPerMinute() {
        return Optional.ofNullable(requestsPerMinute);
    }

    @JsonIgnore
    public Optional<Integer> givenMaxMemories() {
        return Optional.ofNullable(maxMemories);
    }
}
