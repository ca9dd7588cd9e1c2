package dev.memoryservice.operator.deletion;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.workload.DeletionPolicy;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.server.ServerNames;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Deletes the memories and their backups on volumes of the operator's together with a MemoryService that asks for it.
 *
 * <p>A controller of its own, so that only such a resource carries a finalizer: every other one can be deleted while no
 * operator runs. The policy counts as it is in the moment of deletion, not as it was when the finalizer was set.
 */
@ControllerConfiguration(
        name = DataDeletion.NAME,
        finalizerName = DataDeletion.FINALIZER,
        fieldManager = ServerLabels.OPERATOR + "-data-deletion",
        informer = @Informer(genericFilter = AsksForDataDeletion.class))
public class DataDeletion implements Reconciler<MemoryService>, Cleaner<MemoryService> {

    static final String NAME = "data-deletion";
    static final String FINALIZER = "memoryservice.dev/data-deletion";

    private static final Logger LOG = Logger.getLogger(DataDeletion.class);

    @Override
    public UpdateControl<MemoryService> reconcile(MemoryService service, Context<MemoryService> context) {
        return UpdateControl.noUpdate();
    }

    @Override
    public DeleteControl cleanup(MemoryService service, Context<MemoryService> context) {
        if (service.declared().deletionPolicy() == DeletionPolicy.DELETE) {
            deleteVolume(ServerNames.volume(service), service, context);
            deleteVolume(ServerNames.backup(service), service, context);
        }
        return DeleteControl.defaultDelete();
    }

    /** A claim that is gone already, or that is not ours, is no reason to keep the resource. */
    private static void deleteVolume(String name, MemoryService service, Context<MemoryService> context) {
        var claims = context.getClient()
                .persistentVolumeClaims()
                .inNamespace(service.getMetadata().getNamespace())
                .withName(name);
        Optional<PersistentVolumeClaim> ours =
                Optional.ofNullable(claims.get()).filter(claim -> ServerLabels.belongsTo(claim, service));
        if (ours.isPresent()) {
            claims.delete();
            LOG.infof(
                    "MemoryService %s/%s: deleted the volume \"%s\", as spec.deletionPolicy: Delete asks for",
                    service.getMetadata().getNamespace(), service.getMetadata().getName(), name);
        }
    }
}
