package dev.memoryservice.operator.memoryservice;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.status.MemoryServiceStatus;
import dev.memoryservice.operator.credential.SpecOrRequestChanged;
import dev.memoryservice.operator.dependent.AuthorityDependent;
import dev.memoryservice.operator.dependent.CertManagerInstalled;
import dev.memoryservice.operator.dependent.CertificateDependent;
import dev.memoryservice.operator.dependent.CertificateRequestDependent;
import dev.memoryservice.operator.dependent.ConnectionDependent;
import dev.memoryservice.operator.dependent.DeploymentDependent;
import dev.memoryservice.operator.dependent.IssuedCertificateDependent;
import dev.memoryservice.operator.dependent.IssuerDependent;
import dev.memoryservice.operator.dependent.KeysDependent;
import dev.memoryservice.operator.dependent.NetworkPolicyDependent;
import dev.memoryservice.operator.dependent.NetworkPolicyEnabled;
import dev.memoryservice.operator.dependent.OperatorKeyDependent;
import dev.memoryservice.operator.dependent.PublishedAuthorityDependent;
import dev.memoryservice.operator.dependent.ServiceAccountDependent;
import dev.memoryservice.operator.dependent.ServiceDependent;
import dev.memoryservice.operator.dependent.SigningKeysDependent;
import dev.memoryservice.operator.dependent.VolumeDependent;
import dev.memoryservice.operator.event.Events;
import dev.memoryservice.operator.memoryuser.UserChanges;
import dev.memoryservice.operator.memoryuser.UsersDependent;
import dev.memoryservice.operator.metrics.CertificateMetrics;
import dev.memoryservice.operator.server.ServerKeys;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.status.Observation;
import dev.memoryservice.operator.status.StatusReport;
import dev.memoryservice.operator.validation.ApplyFailures;
import dev.memoryservice.operator.validation.Refusal;
import dev.memoryservice.operator.validation.SpecValidation;
import dev.memoryservice.operator.verification.VerificationSource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

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
                    dependsOn = "certificate"),
            @Dependent(
                    name = "users",
                    type = UsersDependent.class,
                    useEventSourceWithName = MemoryServiceReconciler.SECRETS),
            @Dependent(name = "volume", type = VolumeDependent.class),
            @Dependent(name = "service", type = ServiceDependent.class, dependsOn = "certificate"),
            @Dependent(
                    name = "network-policy",
                    type = NetworkPolicyDependent.class,
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
                        "volume"
                    })
        })
public class MemoryServiceReconciler implements Reconciler<MemoryService> {

    static final String NAME = "memoryservice";
    static final String SECRETS = "secrets";

    /** A net for whatever no event announces. */
    static final int INTERVAL_MINUTES = 10;

    /** After a refusal by the API server: whatever it lacks (quota, a free name) does not announce itself. */
    private static final Duration REFUSED_AGAIN = Duration.ofSeconds(15);

    /** While a server does not come up: the reasons are partly in Events, which are not watched. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private final Observer observer;
    private final SpecValidation validation;
    private final ApplyFailures applyFailures;
    private final VerificationStarter verificationStarter;
    private final VerificationSource verifications;
    private final KeysDependent keys;
    private final ReferencedSecrets referencedSecrets;
    private final UserChanges userChanges;
    private final ServiceUsers users;
    private final MountedSecrets mountedSecrets;
    private final StatusReport report;
    private final Events events;
    private final CertificateMetrics certificateMetrics;

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
            MountedSecrets mountedSecrets,
            StatusReport report,
            Events events,
            CertificateMetrics certificateMetrics) {
        this.observer = observer;
        this.validation = validation;
        this.applyFailures = applyFailures;
        this.verificationStarter = verificationStarter;
        this.verifications = verifications;
        this.keys = keys;
        this.referencedSecrets = referencedSecrets;
        this.userChanges = userChanges;
        this.users = users;
        this.mountedSecrets = mountedSecrets;
        this.report = report;
        this.events = events;
        this.certificateMetrics = certificateMetrics;
    }

    @Override
    public List<EventSource<?, MemoryService>> prepareEventSources(EventSourceContext<MemoryService> context) {
        certificateMetrics.observe(() -> context.getPrimaryCache().list());
        return List.of(
                managed(SECRETS, Secret.class, context),
                managed("pods", Pod.class, context),
                referencedSecrets,
                userChanges,
                verifications);
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
        Optional<Refusal> refusal = validation
                .refuse(service, observer.volume(service, context), ServerKeys.referenced(service, context))
                .or(() -> apply(service, context));
        users.reconcile(service, refusal, context);
        mountedSecrets.refresh(service, context);
        ResourceID id = ResourceID.fromResource(service);
        verificationStarter.startOrStop(
                service, observer.observe(service, context, refusal, Optional.empty()), context);
        Observation observation = observer.observe(service, context, refusal, verifications.latest(id));
        MemoryServiceStatus status = report.of(service, observation);
        events.tell(service, status);
        return lookAgain(control(service, status), observation, keys.nextChange(service, context));
    }

    private Optional<Refusal> apply(MemoryService service, Context<MemoryService> context) {
        try {
            context.managedWorkflowAndDependentResourceContext().reconcileManagedWorkflow();
            return Optional.empty();
        } catch (AggregatedOperatorException failures) {
            return Optional.of(applyFailures.explain(failures, service, context));
        }
    }

    /** Deleted while it was reconciled: there is nothing to report to, and nothing to try again. */
    @Override
    public ErrorStatusUpdateControl<MemoryService> updateErrorStatus(
            MemoryService service, Context<MemoryService> context, Exception failure) {
        boolean gone = failure instanceof KubernetesClientException answer
                && answer.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
        return gone
                ? ErrorStatusUpdateControl.<MemoryService>noStatusUpdate().withNoRetry()
                : ErrorStatusUpdateControl.defaultErrorProcessing();
    }

    private static UpdateControl<MemoryService> control(MemoryService service, MemoryServiceStatus status) {
        return status.equals(service.reported())
                ? UpdateControl.noUpdate()
                : UpdateControl.patchStatus(withStatusOnly(service, status));
    }

    /** Server-side apply owns whatever the object carries, so it carries nothing but the status. */
    private static MemoryService withStatusOnly(MemoryService service, MemoryServiceStatus status) {
        MemoryService patch = new MemoryService();
        patch.setMetadata(new ObjectMetaBuilder()
                .withName(service.getMetadata().getName())
                .withNamespace(service.getMetadata().getNamespace())
                .build());
        patch.setStatus(status);
        return patch;
    }

    private static UpdateControl<MemoryService> lookAgain(
            UpdateControl<MemoryService> control, Observation observation, Optional<Duration> keyChange) {
        if (observation.refusal().isPresent()) {
            return control.rescheduleAfter(REFUSED_AGAIN);
        }
        boolean comingUp = observation.wantedReplicas() > 0 && !observation.serves();
        boolean certificateMissing =
                observation.certificate().filter(state -> !state.ready()).isPresent();
        if (comingUp || certificateMissing) {
            return control.rescheduleAfter(LOOK_AGAIN);
        }
        return Stream.of(untilCertificateChanges(observation, Instant.now()), keyChange)
                .flatMap(Optional::stream)
                // A later one would only put the net of the interval out of force.
                .filter(wait -> wait.toMinutes() < INTERVAL_MINUTES)
                .min(Duration::compareTo)
                .map(control::rescheduleAfter)
                .orElse(control);
    }

    /** Time until the certificate is to be renewed or expires. */
    private static Optional<Duration> untilCertificateChanges(Observation observation, Instant now) {
        return observation
                .certificate()
                .flatMap(certificate -> certificate.nextChange(now))
                .map(change -> Duration.between(now, change).plusSeconds(1));
    }
}
