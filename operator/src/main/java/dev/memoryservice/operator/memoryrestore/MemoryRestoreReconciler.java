package dev.memoryservice.operator.memoryrestore;

import dev.memoryservice.crds.v1alpha1.MemoryRestore;
import dev.memoryservice.crds.v1alpha1.backup.RestorePhase;
import dev.memoryservice.crds.v1alpha1.status.MemoryRestoreStatus;
import dev.memoryservice.operator.event.Events;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.status.StatusPatch;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Has one restore carried out, once, and reports. */
@ControllerConfiguration(
        name = MemoryRestoreReconciler.NAME,
        fieldManager = ServerLabels.OPERATOR,
        maxReconciliationInterval =
                @MaxReconciliationInterval(
                        interval = MemoryRestoreReconciler.INTERVAL_MINUTES,
                        timeUnit = TimeUnit.MINUTES))
public class MemoryRestoreReconciler implements Reconciler<MemoryRestore> {

    static final String NAME = "memoryrestore";

    /** A net for whatever no event announces. */
    static final int INTERVAL_MINUTES = 60;

    /** What a restore waits for, or lacks, does not announce itself. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final RestorePlanner planner;
    private final RestoreRuns runs;
    private final InitialRestores initial;
    private final Events events;
    private final Clock clock;

    MemoryRestoreReconciler(
            RestorePlanner planner, RestoreRuns runs, InitialRestores initial, Events events, Clock clock) {
        this.planner = planner;
        this.runs = runs;
        this.initial = initial;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, MemoryRestore>> prepareEventSources(EventSourceContext<MemoryRestore> context) {
        return List.of(runs);
    }

    @Override
    public UpdateControl<MemoryRestore> reconcile(MemoryRestore restore, Context<MemoryRestore> context) {
        if (hasEnded(restore.reported())) {
            runs.forget(restore);
            initial.publish(restore, restore.reported());
            return UpdateControl.noUpdate();
        }
        Restoring restoring = planner.plan(restore);
        Optional<RestoreProgress> progress = restoring.planned().flatMap(plan -> runs.advance(restore, plan));
        MemoryRestoreStatus status = RestoreReport.of(restore, restoring, progress, clock.instant());
        if (hasEnded(status)) {
            runs.end(restore);
        }
        events.tell(restore, restore.reported().conditions(), status.conditions());
        initial.publish(restore, status);
        UpdateControl<MemoryRestore> control = status.equals(restore.reported())
                ? UpdateControl.noUpdate()
                : UpdateControl.patchStatus(StatusPatch.of(new MemoryRestore(), restore, status));
        return restoring.planned().isPresent() ? control : control.rescheduleAfter(LOOK_AGAIN);
    }

    private static boolean hasEnded(MemoryRestoreStatus status) {
        return status.phase() == RestorePhase.SUCCEEDED || status.phase() == RestorePhase.FAILED;
    }

    /** Deleted while it was reconciled: there is nothing to report to, and nothing to try again. */
    @Override
    public ErrorStatusUpdateControl<MemoryRestore> updateErrorStatus(
            MemoryRestore restore, Context<MemoryRestore> context, Exception failure) {
        return StatusPatch.isGone(failure)
                ? ErrorStatusUpdateControl.<MemoryRestore>noStatusUpdate().withNoRetry()
                : ErrorStatusUpdateControl.defaultErrorProcessing();
    }
}
