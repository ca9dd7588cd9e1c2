package dev.memoryservice.operator.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memoryservice.crds.v1alpha1.MemoryRestoreSpec;
import dev.memoryservice.operator.verification.ServerAdmin;
import dev.memoryservice.operator.verification.ServerAdmin.Refused;
import dev.memoryservice.operator.verification.ServerReply;
import dev.memoryservice.operator.verification.VerificationTarget;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What the operator asks a server about backups and restores. Each request blocks until the answer or a time-out. */
@Singleton
public class ServerBackups {

    private static final String BACKUPS = "/api/admin/backups";
    private static final String RESTORES = "/api/admin/restores";

    private final ServerAdmin admin;

    ServerBackups(ServerAdmin admin) {
        this.admin = admin;
    }

    /** Every backup of the server, newest first. */
    List<ServerBackup> list(VerificationTarget target) throws Refused, InterruptedException {
        ServerReply reply = admin.exchange(target, "GET", BACKUPS, Optional.empty());
        if (!reply.isSuccess()) {
            throw new Refused(reply.problem());
        }
        JsonNode list = reply.body().isArray() ? reply.body() : reply.body().path("backups");
        return StreamSupport.stream(list.spliterator(), false)
                .map(ServerBackup::of)
                .toList();
    }

    /** One backup. */
    public ServerReply backup(VerificationTarget target, String id) throws Refused, InterruptedException {
        return admin.exchange(target, "GET", BACKUPS + "/" + id, Optional.empty());
    }

    /** The backup that a reply says. */
    public static ServerBackup backup(ServerReply reply) {
        return ServerBackup.of(reply.body());
    }

    /** Asks for a backup of this id; again, for what is there. */
    public ServerReply make(VerificationTarget target, String id, String trigger) throws Refused, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", id);
        body.put("trigger", trigger);
        return admin.exchange(target, "POST", BACKUPS, Optional.of(body));
    }

    /** Asks for the proof of a backup by a restore. */
    public ServerReply verify(VerificationTarget target, String id) throws Refused, InterruptedException {
        return admin.exchange(target, "POST", BACKUPS + "/" + id + "/verify", Optional.empty());
    }

    /** Deletes a backup for ever. */
    public ServerReply delete(VerificationTarget target, String id) throws Refused, InterruptedException {
        return admin.exchange(target, "DELETE", BACKUPS + "/" + id, Optional.empty());
    }

    /** One restore. */
    public ServerReply restore(VerificationTarget target, String id) throws Refused, InterruptedException {
        return admin.exchange(target, "GET", RESTORES + "/" + id, Optional.empty());
    }

    /**
     * Asks for a restore of this id; again, for what is there.
     *
     * @param backupId the backup; empty for the newest that is not after the spec's time
     * @param tenant the one memory space that is restored; empty for all
     */
    public ServerReply restore(
            VerificationTarget target,
            String id,
            MemoryRestoreSpec spec,
            Optional<String> backupId,
            Optional<String> tenant)
            throws Refused, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", id);
        backupId.ifPresentOrElse(
                backup -> body.put("backup_id", backup),
                () -> spec.source().givenBefore().ifPresent(time -> body.put("before", time)));
        tenant.ifPresent(space -> body.put("tenant", space));
        body.put("dry_run", spec.dryRun());
        body.put("safety_backup", spec.safetyBackup());
        body.put("allow_reembedding", spec.allowReembedding());
        return admin.exchange(target, "POST", RESTORES, Optional.of(body));
    }
}
