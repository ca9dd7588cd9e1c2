package dev.memoryservice.operator.backup;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.operator.config.OperatorConfig;
import dev.memoryservice.operator.polling.PolledAnswers;
import dev.memoryservice.operator.polling.Poller;
import dev.memoryservice.operator.verification.ServerAdmin;
import dev.memoryservice.operator.verification.VerificationSource;
import dev.memoryservice.operator.verification.VerificationTarget;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Asks each server that has backups which there are. */
@Singleton
public class BackupInventory extends PolledAnswers<BackupList, MemoryService> {

    private final ServerBackups server;
    private final VerificationSource verifications;
    private final BackupServices services;

    BackupInventory(
            Poller poller,
            ServerBackups server,
            VerificationSource verifications,
            BackupServices services,
            OperatorConfig config) {
        super(BackupList.class, "backup-inventory", poller, config.usageInterval(), config.usageInterval());
        this.server = server;
        this.verifications = verifications;
        this.services = services;
    }

    /**
     * Has the server asked, at once when something happened.
     *
     * @param happened what happened last; equal as long as nothing else did
     */
    Optional<BackupList> watch(MemoryService service, Object happened) {
        ResourceID id = ResourceID.fromResource(service);
        return watch(service, happened, () -> ask(id));
    }

    /** Empty while the server does not serve: what it said last still counts. */
    private Optional<BackupList> ask(ResourceID id) throws InterruptedException {
        Optional<VerificationTarget> target = verifications.target(id);
        if (target.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BackupList(server.list(target.get()), Optional.empty()));
        } catch (ServerAdmin.Refused refused) {
            List<ServerBackup> before = latest(id).map(BackupList::backups).orElse(List.of());
            return Optional.of(new BackupList(before, Optional.of(refused.getMessage())));
        }
    }

    @Override
    public void onResourceDeleted(MemoryService service) {
        super.onResourceDeleted(service);
        services.forget(ResourceID.fromResource(service));
    }
}
