package dev.memoryservice.server.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One call that was refused, or that an administrator made.
 *
 * @param time ISO 8601, UTC
 * @param kind {@code refused} or {@code administrative}
 * @param caller the name of the user or the key; empty when it is not known
 * @param tenant whose memories the caller works with; empty when the caller is not known
 * @param credential how the caller showed who it is
 * @param address where the call came from
 * @param path without the parameters, which may carry a ticket
 * @param status of the answer
 * @param reason of a refusal, one word
 * @param requestId as the answer and the log have it
 */
@Schema(name = "AuditEntry")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AuditEntry(
        String time,
        String kind,
        String caller,
        String tenant,
        String credential,
        String address,
        String method,
        String path,
        int status,
        String reason,
        @JsonProperty("request_id") String requestId) {}
