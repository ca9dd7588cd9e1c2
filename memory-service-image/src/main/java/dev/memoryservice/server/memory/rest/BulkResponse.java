package dev.memoryservice.server.memory.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a bulk operation did.
 *
 * @param affectedCount how many memories were deleted or changed
 * @param operation what was asked for, in words
 */
@Schema(name = "BulkResponse")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BulkResponse(boolean success, String message, long affectedCount, String operation) {

    static BulkResponse of(String done, long count, String operation) {
        return new BulkResponse(true, "Successfully " + done + " " + count + " memories", count, operation);
    }
}
