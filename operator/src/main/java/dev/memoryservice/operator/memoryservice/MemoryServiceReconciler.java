package dev.memoryservice.operator.memoryservice;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.status.MemoryServiceStatus;
import dev.memoryservice.crds.v1alpha1.status.UpgradeStatus;
import dev.memoryservice.operator.backup.BackupPolicyDependent;
import dev.memoryservice.operator.backup.BackupScheduleDependent;
import dev.memoryservice.operator.backup.BackupVolumeDependent;
import dev.memoryservice.operator.backup.ServiceBackupReconciler;
import dev.memoryservice.operator.credential.SpecOrRequestChanged;
import dev.memoryservice.operator.dependent.AuthorityDependent;
import dev.memoryservice.operator.dependent.CertManagerInstalled;
import dev.memoryservice.operator.dependent.CertificateDependent;
import dev.memoryservice.operator.dependent.CertificateRequestDependent;
import dev.memoryservice.operator.dependent.ConnectionDependent;
import dev.memoryservice.operator.dependent.DeploymentDependent;
import dev.memoryservice.operator.dependent.DisruptionBudgetDependent;
import dev.memoryservice.operator.dependent.IssuedCertificateDependent;
import dev.memoryservice.operator.dependent.IssuerDependent;
import dev.memoryservice.operator.dependent.KeysDependent;
import dev.memoryservice.operator.dependent.LogLevelsDependent;
import dev.memoryservice.operator.dependent.NetworkPolicyDependent;
import dev.memoryservice.operator.dependent.NetworkPolicyEnabled;
import dev.memoryservice.operator.dependent.OperatorKeyDependent;
import dev.memoryservice.operator.dependent.PublishedAuthorityDependent;
import dev.memoryservice.operator.dependent.ServiceAccountDependent;
import dev.memoryservice.operator.dependent.ServiceDependent;
import dev.memoryservice.operator.dependent.SigningKeysDependent;
import dev.memoryservice.operator.dependent.VolumeDependent;
import dev.memoryservice.operator.event.Events;
import dev.memoryservice.operator.maintenance.Requests;
import dev.memoryservice.operator.memoryrestore.InitialRestores;
import dev.memoryservice.operator.memoryuser.UserChanges;
import dev.memoryservice.operator.memoryuser.UsersDependent;
import dev.memoryservice.operator.metrics.CertificateMetrics;
import dev.memoryservice.operator.metrics.FailedReconciles;
import dev.memoryservice.operator.metrics.ServiceMetrics;
import dev.memoryservice.operator.monitoring.AlertsDependent;
import dev.memoryservice.operator.monitoring.DashboardDependent;
import dev.memoryservice.operator.monitoring.MetricsTokenDependent;
import dev.memoryservice.operator.monitoring.PrometheusOperatorInstalled;
import dev.memoryservice.operator.monitoring.ServiceMonitorDependent;
import dev.memoryservice.operator.orphan.KeptVolumes;
import dev.memoryservice.operator.server.ServerKeys;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.status.Observation;
import dev.memoryservice.operator.status.StatusPatch;
import dev.memoryservice.operator.status.StatusReport;
import dev.memoryservice.operator.upgrade.Upgrades;
import dev.memoryservice.operator.validation.ApplyFailures;
import dev.memoryservice.operator.validation.Refusal;
import dev.memoryservice.operator.validation.SpecValidation;
import dev.memoryservice.operator.verification.Verification;
import dev.memoryservice.operator.verification.VerificationSource;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.AggregatedOperatorException;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Observes, validates, applies, and reports: makes of one MemoryService one running memory server. */
@ControllerConfiguration(
        name = MemoryServiceReconciler.NAME,
        fieldManager = ServerLabels.OPERATOR,
        // A request to rotate is an annotation, which has no generation.
        generationAwareEventProcessing = false,
        informer = @Informer(onUpdateFilter = SpecOrRequestChanged.class),
        maxReconciliationInterval =
                @MaxReconciliationInterval(
                        interval = MemoryServiceReconciler.INTERVAL_MINUTES,
                        timeUnit = TimeUnit.MINUTES))
@Workflow(
        explicitInvocation = true,
        dependents = {
            @Dependent(name = "service-account", type = ServiceAccountDependent.class),
            @Dependent(
                    name = "keys",
                    type = KeysDependent.class,
                    useEventSourceWithName = MemoryServiceReconciler.SECRETS),
            @Dependent(
                    name = "operator-key",
                    type = OperatorKeyDependent.class,
                    useEventSourceWithName = MemoryServiceReconciler.SECRETS),
            @Dependent(
                    name = "signing-keys",
                    type = SigningKeysDependent.class,
                    useEventSourceWithName = MemoryServiceReconciler.SECRETS),
            @Dependent(
                    name = "authority",
                    type = AuthorityDependent.class,
                    useEventSourceWithName = MemoryServiceReconciler.SECRETS),
            @Dependent(
                    name = "certificate",
                    type = CertificateDependent.class,
                    dependsOn = "authority",
                    useEventSourceWithName = MemoryServiceReconciler.SECRETS),
            @Dependent(
                    name = "issued-certificate",
                    type = IssuedCertificateDependent.class,
                    useEventSourceWithName = MemoryServiceReconciler.SECRETS),
            @Dependent(name = "issuer", type = IssuerDependent.class, activationCondition = CertManagerInstalled.class),
            @Dependent(
                    name = "certificate-request",
                    type = CertificateRequestDependent.class,
                    activationCondition = CertManagerInstalled.class),
            @Dependent(
                    name = "published-authority",
                    type = PublishedAuthorityDependent.class,
                    dependsOn = "certificate",
                    useEventSourceWithName = MemoryServiceReconciler.CONFIG_MAPS),
            @Dependent(
                    name = "users",
                    type = UsersDependent.class,
                    useEventSourceWithName = MemoryServiceReconciler.SECRETS),
            @Dependent(
                    name = "metrics-token",
                    type = MetricsTokenDependent.class,
                    useEventSourceWithName = MemoryServiceReconciler.SECRETS),
            @Dependent(
                    name = "service-monitor",
                    type = ServiceMonitorDependent.class,
                    activationCondition = PrometheusOperatorInstalled.class),
            @Dependent(
                    name = "alerts",
                    type = AlertsDependent.class,
                    activationCondition = PrometheusOperatorInstalled.class),
            @Dependent(
                    name = "dashboard",
                    type = DashboardDependent.class,
                    useEventSourceWithName = MemoryServiceReconciler.CONFIG_MAPS),
            @Dependent(
                    name = "log-levels",
                    type = LogLevelsDependent.class,
                    useEventSourceWithName = MemoryServiceReconciler.CONFIG_MAPS),
            @Dependent(name = "disruption-budget", type = DisruptionBudgetDependent.class),
            @Dependent(
                    name = "volume",
                    type = VolumeDependent.class,
                    useEventSourceWithName = MemoryServiceReconciler.VOLUMES),
            @Dependent(
                    name = "backup-volume",
                    type = BackupVolumeDependent.class,
                    useEventSourceWithName = MemoryServiceReconciler.VOLUMES),
            @Dependent(
                    name = "backup-policy",
                    type = BackupPolicyDependent.class,
                    useEventSourceWithName = MemoryServiceReconciler.NETWORK_POLICIES),
            @Dependent(
                    name = "backup-schedule",
                    type = BackupScheduleDependent.class,
                    dependsOn = {"service-account", "operator-key"}),
            @Dependent(name = "service", type = ServiceDependent.class, dependsOn = "certificate"),
            @Dependent(
                    name = "network-policy",
                    type = NetworkPolicyDependent.class,
                    useEventSourceWithName = MemoryServiceReconciler.NETWORK_POLICIES,
                    reconcilePrecondition = NetworkPolicyEnabled.class),
            @Dependent(
                    name = "connection",
                    type = ConnectionDependent.class,
                    dependsOn = {"keys", "certificate"},
                    useEventSourceWithName = MemoryServiceReconciler.SECRETS),
            // Last: a Pod must never mount a volume or a Secret of someone else that has the name of ours. Not after
            // the network policy: what depends on a dependent whose precondition is false is deleted with it.
            @Dependent(
                    name = "deployment",
                    type = DeploymentDependent.class,
                    dependsOn = {
                        "service-account",
                        "keys",
                        "operator-key",
                        "users",
                        "signing-keys",
                        "certificate",
                        "volume",
                        "backup-volume"
                    })
        })
public class MemoryServiceReconciler implements Reconciler<MemoryService> {

    static final String NAME = "memoryservice";
    static final String SECRETS = "secrets";
    static final String VOLUMES = "volumes";
    static final String NETWORK_POLICIES = "network-policies";
    static final String CONFIG_MAPS = "config-maps";

    /** A net for whatever no event announces. */
    static final int INTERVAL_MINUTES = 10;

    private final Observer observer;
    private final SpecValidation validation;
    private final ApplyFailures applyFailures;
    private final VerificationStarter verificationStarter;
    private final VerificationSource verifications;
    private final KeysDependent keys;
    private final ReferencedSecrets referencedSecrets;
    private final UserChanges userChanges;
    private final ServiceUsers users;
    private final ServiceBackupReconciler backups;
    private final InitialRestores initialRestores;
    private final Upgrades upgrades;
    private final MountedSecrets mountedSecrets;
    private final StatusReport report;
    private final Events events;
    private final CertificateMetrics certificateMetrics;
    private final ServiceMetrics serviceMetrics;
    private final KeptVolumes keptVolumes;
    private final FailedReconciles failed;

    MemoryServiceReconciler(
            Observer observer,
            SpecValidation validation,
            ApplyFailures applyFailures,
            VerificationStarter verificationStarter,
            VerificationSource verifications,
            KeysDependent keys,
            ReferencedSecrets referencedSecrets,
            UserChanges userChanges,
            ServiceUsers users,
            ServiceBackupReconciler backups,
            InitialRestores initialRestores,
            Upgrades upgrades,
            MountedSecrets mountedSecrets,
            StatusReport report,
            Events events,
            CertificateMetrics certificateMetrics,
            ServiceMetrics serviceMetrics,
            KeptVolumes keptVolumes,
            FailedReconciles failed) {
        this.observer = observer;
        this.validation = validation;
        this.applyFailures = applyFailures;
        this.verificationStarter = verificationStarter;
        this.verifications = verifications;
        this.keys = keys;
        this.referencedSecrets = referencedSecrets;
        this.userChanges = userChanges;
        this.users = users;
        this.backups = backups;
        this.initialRestores = initialRestores;
        this.upgrades = upgrades;
        this.mountedSecrets = mountedSecrets;
        this.report = report;
        this.events = events;
        this.certificateMetrics = certificateMetrics;
        this.serviceMetrics = serviceMetrics;
        this.keptVolumes = keptVolumes;
        this.failed = failed;
    }

    @Override
    public List<EventSource<?, MemoryService>> prepareEventSources(EventSourceContext<MemoryService> context) {
        certificateMetrics.observe(() -> context.getPrimaryCache().list());
        serviceMetrics.observe(() -> context.getPrimaryCache().list(), verifications::lastPassed);
        var volumes = managed(VOLUMES, PersistentVolumeClaim.class, context);
        keptVolumes.observe(volumes::list);
        List<EventSource<?, MemoryService>> sources = new ArrayList<>(upgrades.eventSources());
        sources.addAll(List.of(
                managed(SECRETS, Secret.class, context),
                volumes,
                keptVolumes,
                managed(NETWORK_POLICIES, NetworkPolicy.class, context),
                managed(CONFIG_MAPS, ConfigMap.class, context),
                managed("pods", Pod.class, context),
                referencedSecrets,
                userChanges,
                backups.inventory(),
                initialRestores,
                verifications));
        return sources;
    }

    private static <R extends HasMetadata> InformerEventSource<R, MemoryService> managed(
            String name, Class<R> type, EventSourceContext<MemoryService> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, MemoryService.class)
                        .withName(name)
                        .withLabelSelector(ServerLabels.MANAGED)
                        .withSecondaryToPrimaryMapper(ServerLabels::owner)
                        .build(),
                context);
    }

    @Override
    public UpdateControl<MemoryService> reconcile(MemoryService service, Context<MemoryService> context) {
        boolean paused = Requests.isPaused(service);
        Optional<UpgradeStatus> upgrade = paused
                ? Optional.ofNullable(service.reported().upgrade())
                : upgrades.advance(service, observer.observe(service, context, Optional.empty()));
        Optional<Refusal> refusal = paused ? Optional.empty() : carryOut(service, context);
        ResourceID id = ResourceID.fromResource(service);
        Observation seen = observer.observe(service, context, refusal);
        verificationStarter.startOrStop(service, seen, context);
        Optional<Verification> verification = verifications.latest(id);
        Observation observation = observer.observe(
                service,
                context,
                refusal,
                verification,
                backups.reconcile(service, seen.settled(), context),
                initialRestores.reconcile(service, verification, context),
                upgrade);
        MemoryServiceStatus status = report.of(service, observation);
        events.tell(service, status);
        return NextLook.after(control(service, status), observation, keys.nextChange(service, context));
    }

    private Optional<Refusal> carryOut(MemoryService service, Context<MemoryService> context) {
        keptVolumes.reconcile(service, context);
        Optional<Refusal> refusal = validation
                .refuse(
                        service,
                        observer.volume(service, context),
                        observer.backups(service, context),
                        ServerKeys.referenced(service, context))
                .or(() -> apply(service, context));
        users.reconcile(service, refusal, context);
        mountedSecrets.refresh(service, context);
        return refusal;
    }

    private Optional<Refusal> apply(MemoryService service, Context<MemoryService> context) {
        try {
            context.managedWorkflowAndDependentResourceContext().reconcileManagedWorkflow();
            return Optional.empty();
        } catch (AggregatedOperatorException failures) {
            return Optional.of(applyFailures.explain(failures, service, context));
        }
    }

    /**
     * Deleted while it was reconciled: there is nothing to report to, and nothing to try again. A right that the operator
     * lacks is told as an Event, because the status may be what it must not write; everything else is tried again.
     */
    @Override
    public ErrorStatusUpdateControl<MemoryService> updateErrorStatus(
            MemoryService service, Context<MemoryService> context, Exception failure) {
        if (StatusPatch.isGone(failure)) {
            return ErrorStatusUpdateControl.<MemoryService>noStatusUpdate().withNoRetry();
        }
        if (failure instanceof KubernetesClientException answer
                && answer.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
            failed.count(service, failure);
            events.tell(
                    service,
                    "Reconcile",
                    "OperatorForbidden",
                    "the operator lacks a right, so what the status says may be old: %s; give it back what the chart's"
                                    .formatted(failure.getMessage())
                            + " role has, it goes on by itself then",
                    true);
            return ErrorStatusUpdateControl.<MemoryService>noStatusUpdate().rescheduleAfter(NextLook.REFUSED_AGAIN);
        }
        return ErrorStatusUpdateControl.defaultErrorProcessing();
    }

    private static UpdateControl<MemoryService> control(MemoryService service, MemoryServiceStatus status) {
        return status.equals(service.reported())
                ? UpdateControl.noUpdate()
                : UpdateControl.patchStatus(StatusPatch.of(new MemoryService(), service, status));
    }
}
