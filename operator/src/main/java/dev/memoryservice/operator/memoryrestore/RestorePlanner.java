package dev.memoryservice.operator.memoryrestore;

import dev.memoryservice.crds.v1alpha1.MemoryBackup;
import dev.memoryservice.crds.v1alpha1.MemoryRestore;
import dev.memoryservice.crds.v1alpha1.MemoryRestoreSpec;
import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.MemoryUser;
import dev.memoryservice.crds.v1alpha1.backup.BackupPhase;
import dev.memoryservice.crds.v1alpha1.user.ServiceReference;
import dev.memoryservice.operator.backup.BackupList;
import dev.memoryservice.operator.backup.BackupRegistry;
import dev.memoryservice.operator.backup.BackupServices;
import dev.memoryservice.operator.backup.ServiceBackups;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Finds out which server has the backup that a MemoryRestore names, and what is wrong with what it names. */
@Singleton
class RestorePlanner {

    private final KubernetesClient client;
    private final BackupServices services;

    RestorePlanner(KubernetesClient client, BackupServices services) {
        this.client = client;
        this.services = services;
    }

    Restoring plan(MemoryRestore restore) {
        MemoryRestoreSpec spec = restore.getSpec();
        String target = spec.serviceRef().name();
        Optional<MemoryService> service = find(MemoryService.class, target, restore);
        if (service.isEmpty()) {
            return serviceNotFound("spec.serviceRef", target, restore);
        }
        if (!canHold(service.get())) {
            return Restoring.refuse(
                    "BackupsNotConfigured",
                    "the MemoryService \"%s\" has no spec.backup, so that nothing can be restored into it; give it one"
                            .formatted(target));
        }
        return spec.source()
                .givenBackupName()
                .map(name -> ofObject(name, restore))
                .orElseGet(() -> ofService(restore));
    }

    /** Only there is space for a backup beside the memories. */
    private static boolean canHold(MemoryService service) {
        return service.declared().givenBackup().isPresent()
                || service.declared().givenRestoreFrom().isPresent();
    }

    private Restoring ofObject(String name, MemoryRestore restore) {
        Optional<MemoryBackup> found = find(MemoryBackup.class, name, restore);
        if (found.isEmpty()) {
            return Restoring.refuse(
                    "BackupNotFound",
                    "spec.source.backupName is \"%s\", but there is no such MemoryBackup in namespace \"%s\"; see kubectl get"
                                    .formatted(name, restore.getMetadata().getNamespace())
                            + " memorybackups, and make the MemoryRestore anew");
        }
        MemoryBackup backup = found.get();
        BackupPhase phase = backup.reported().phase();
        if (phase == BackupPhase.FAILED || phase == BackupPhase.DELETED) {
            return Restoring.refuse(
                    "BackupNotUsable",
                    "the MemoryBackup \"%s\" has nothing to restore: %s; choose another"
                            .formatted(name, backup.reported().message()));
        }
        return phase == BackupPhase.SUCCEEDED
                ? planned(restore, backup.getSpec().serviceRef().name(), Optional.of(BackupRegistry.id(backup)))
                : new Restoring.Waiting("the MemoryBackup \"%s\" is not complete yet".formatted(name));
    }

    private Restoring ofService(MemoryRestore restore) {
        String source = restore.getSpec()
                .source()
                .givenServiceRef()
                .map(ServiceReference::name)
                .orElse(restore.getSpec().serviceRef().name());
        Optional<String> before = restore.getSpec().source().givenBefore();
        return before.isPresent()
                        && !source.equals(restore.getSpec().serviceRef().name())
                ? newestBefore(OffsetDateTime.parse(before.get()).toInstant(), source, restore)
                : planned(restore, source, restore.getSpec().source().givenBackupId());
    }

    /** Of another service the backup has to be named: its own server is not the one that is asked for the restore. */
    private Restoring newestBefore(Instant time, String source, MemoryRestore restore) {
        Restoring planned = planned(restore, source, Optional.empty());
        Optional<BackupList> list = services.of(
                        new ResourceID(source, restore.getMetadata().getNamespace()))
                .flatMap(ServiceBackups::list);
        if (planned.refused().isPresent()) {
            return planned;
        }
        if (list.isEmpty()) {
            return new Restoring.Waiting("the backups of the MemoryService \"%s\" are not known yet".formatted(source));
        }
        return list.get()
                .newestNotAfter(time)
                .map(backup -> planned(restore, source, Optional.of(backup.id())))
                .orElseGet(() -> Restoring.refuse(
                        "BackupNotFound",
                        "the MemoryService \"%s\" has no backup of %s or before; see kubectl get memorybackups"
                                .formatted(source, time)));
    }

    private Restoring planned(MemoryRestore restore, String source, Optional<String> backupId) {
        Optional<MemoryService> service = find(MemoryService.class, source, restore);
        if (service.isEmpty()) {
            return serviceNotFound("the source of the backup", source, restore);
        }
        if (service.get().declared().givenBackup().isEmpty()) {
            return Restoring.refuse(
                    "SourceHasNoBackups",
                    "the MemoryService \"%s\" has no spec.backup, so that nobody can read its backups; give it one"
                            .formatted(source));
        }
        return new Restoring.Planned(
                new RestorePlan(restore.getSpec().serviceRef().name(), source, backupId, tenant(restore)));
    }

    private static Restoring serviceNotFound(String field, String name, MemoryRestore restore) {
        return Restoring.refuse(
                "ServiceNotFound",
                "%s is the MemoryService \"%s\", which does not exist in namespace \"%s\"; create it, or make the MemoryRestore"
                                .formatted(field, name, restore.getMetadata().getNamespace())
                        + " anew with the right name");
    }

    /** The space of the user of this name; a name without a user is a space, as one whose user was deleted. */
    private Optional<String> tenant(MemoryRestore restore) {
        return restore.getSpec().givenUser().map(name -> find(MemoryUser.class, name, restore)
                .filter(user -> user.getSpec()
                        .serviceRef()
                        .name()
                        .equals(restore.getSpec().serviceRef().name()))
                .map(MemoryUser::space)
                .orElse(name));
    }

    private <R extends CustomResource<?, ?>> Optional<R> find(Class<R> type, String name, MemoryRestore restore) {
        return Optional.ofNullable(client.resources(type)
                .inNamespace(restore.getMetadata().getNamespace())
                .withName(name)
                .get());
    }
}
