package dev.memoryservice.operator.definition;

import dev.memoryservice.crds.v1alpha1.MemoryBackup;
import dev.memoryservice.crds.v1alpha1.MemoryRestore;
import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.MemoryUser;
import dev.memoryservice.operator.polling.Poller;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Looks after the stored versions of all kinds while this replica leads: at once, and again later, because definitions may
 * be upgraded after the operator, and because what failed may work then.
 */
@Singleton
public class StoredVersionUpkeep {

    private static final Logger LOG = Logger.getLogger(StoredVersionUpkeep.class);

    private static final List<String> DEFINITIONS = List.of(
            CustomResource.getCRDName(MemoryService.class),
            CustomResource.getCRDName(MemoryUser.class),
            CustomResource.getCRDName(MemoryBackup.class),
            CustomResource.getCRDName(MemoryRestore.class));

    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final long PAGE = 200;

    private final Poller poller;
    private final StoredVersionMigration migration;

    StoredVersionUpkeep(Poller poller, KubernetesClient client) {
        this.poller = poller;
        this.migration = new StoredVersionMigration(client, PAGE);
    }

    /** Begins; ends with the process. */
    public void begin() {
        poller.after(Duration.ZERO, this::look);
    }

    private void look() {
        boolean allowed = DEFINITIONS.stream().allMatch(this::look);
        if (allowed) {
            poller.after(INTERVAL, this::look);
        }
    }

    /** @return whether the operator may look after the definition */
    private boolean look(String definition) {
        try {
            tell(definition, migration.migrate(definition));
            return true;
        } catch (KubernetesClientException failure) {
            if (failure.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                LOG.info(
                        "Objects are not written anew in other versions: this operator has no rights over definitions, as one"
                                + " of single namespaces has none. docs/upgrades.md says how an administrator does it");
                return false;
            }
            LOG.warnf(
                    "The stored versions of %s cannot be looked at (%s); tried again in %d minutes",
                    definition, failure.getMessage(), INTERVAL.toMinutes());
            return true;
        }
    }

    private static void tell(String definition, StoredVersionMigration.Outcome outcome) {
        switch (outcome) {
            case StoredVersionMigration.Outcome.UpToDate() -> LOG.debugf("%s is stored in one version", definition);
            case StoredVersionMigration.Outcome.Migrated done ->
                LOG.infof(
                        "All %d objects of %s were written anew; nothing is stored as %s any more",
                        done.objects(), definition, String.join(", ", done.gone()));
            case StoredVersionMigration.Outcome.Incomplete incomplete ->
                LOG.warnf(
                        "Objects of %s may still be stored in an old version, so it must not be removed: %s; tried again in %d"
                                + " minutes",
                        definition, incomplete.problem(), INTERVAL.toMinutes());
        }
    }
}
