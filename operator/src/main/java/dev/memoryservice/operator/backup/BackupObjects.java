package dev.memoryservice.operator.backup;

import dev.memoryservice.crds.v1alpha1.MemoryBackup;
import dev.memoryservice.crds.v1alpha1.MemoryBackupSpec;
import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.user.ServiceReference;
import dev.memoryservice.crds.v1alpha1.workload.DeletionPolicy;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes a MemoryBackup for each backup that a server has and that has none, those of the schedule above all, and takes it
 * away when the backup is no longer there. MemoryBackups that people made are left to them.
 */
@Singleton
class BackupObjects {

    /** The newest ones; older ones are still at the server. */
    private static final int MOST = 200;

    private final BackupRegistry registry;

    BackupObjects(BackupRegistry registry) {
        this.registry = registry;
    }

    void reconcile(MemoryService service, BackupList list, Context<MemoryService> context) {
        if (!registry.isComplete() || list.problem().isPresent()) {
            return;
        }
        List<ServerBackup> wanted = list.backups().stream()
                .filter(ServerBackup::isComplete)
                .limit(MOST)
                .toList();
        List<MemoryBackup> existing = registry.backupsOf(ResourceID.fromResource(service));
        Set<String> represented = existing.stream().map(BackupRegistry::id).collect(Collectors.toSet());
        wanted.stream()
                .filter(backup -> !represented.contains(backup.id()))
                .forEach(backup -> create(service, backup, context));
        Set<String> there = wanted.stream().map(ServerBackup::id).collect(Collectors.toSet());
        existing.stream()
                .filter(BackupObjects::isOurs)
                .filter(backup -> backup.getMetadata().getDeletionTimestamp() == null)
                .filter(backup -> !there.contains(BackupRegistry.id(backup)))
                .forEach(backup -> context.getClient().resource(backup).delete());
    }

    private static boolean isOurs(MemoryBackup backup) {
        Map<String, String> labels = backup.getMetadata().getLabels();
        return labels != null
                && labels.entrySet().containsAll(ServerLabels.backupJobs().entrySet());
    }

    private static void create(MemoryService service, ServerBackup backup, Context<MemoryService> context) {
        MemoryBackup object = new MemoryBackup();
        object.setMetadata(new ObjectMetaBuilder()
                .withName(ServerNames.server(service) + "-" + backup.id().toLowerCase(Locale.ROOT))
                .withNamespace(service.getMetadata().getNamespace())
                .withLabels(ServerLabels.backups(ServerNames.server(service)))
                .build());
        object.addOwnerReference(service);
        object.setSpec(new MemoryBackupSpec(
                new ServiceReference(ServerNames.server(service)), false, backup.id(), DeletionPolicy.RETAIN));
        try {
            context.getClient().resource(object).create();
        } catch (KubernetesClientException failure) {
            // Made a moment ago, and the cache does not know it yet.
            if (failure.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw failure;
            }
        }
    }
}
