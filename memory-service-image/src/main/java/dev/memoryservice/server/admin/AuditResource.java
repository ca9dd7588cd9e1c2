package dev.memoryservice.server.admin;

import dev.memoryservice.server.audit.Audit;
import dev.memoryservice.server.audit.AuditEntry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the audit wrote down last. */
@Path("/api/admin/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "administration")
@APIResponse(responseCode = "401", ref = "NoKey")
@APIResponse(responseCode = "403", ref = "WrongKey")
public class AuditResource {

    private final Audit audit;

    AuditResource(Audit audit) {
        this.audit = audit;
    }

    @Schema(name = "AuditEntries")
    record Entries(List<AuditEntry> entries) {}

    @GET
    @Operation(
            summary = "Read the last refused and administrative calls, the newest first",
            description = "At most " + Audit.KEPT + ", since the server started; the log has all of them.")
    @APIResponseSchema(Entries.class)
    public Entries list() {
        return new Entries(audit.last());
    }
}
