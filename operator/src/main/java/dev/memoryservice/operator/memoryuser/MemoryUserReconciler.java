package dev.memoryservice.operator.memoryuser;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import dev.memoryservice.crds.v1alpha1.MemoryUser;
import dev.memoryservice.crds.v1alpha1.status.MemoryUserStatus;
import dev.memoryservice.operator.cache.WithoutManagedFields;
import dev.memoryservice.operator.credential.SpecOrRequestChanged;
import dev.memoryservice.operator.event.Events;
import dev.memoryservice.operator.server.ServerLabels;
import dev.memoryservice.operator.status.StatusPatch;
import dev.memoryservice.operator.validation.ApplyFailures;
import dev.memoryservice.operator.validation.Refusal;
import io.javaoperatorsdk.operator.AggregatedOperatorException;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Gives one user its credentials, has the server told of it, and reports. */
@ControllerConfiguration(
        name = MemoryUserReconciler.NAME,
        fieldManager = ServerLabels.OPERATOR,
        // A request to rotate is an annotation, which has no generation.
        generationAwareEventProcessing = false,
        informer = @Informer(onUpdateFilter = SpecOrRequestChanged.class, itemStore = WithoutManagedFields.class),
        maxReconciliationInterval =
                @MaxReconciliationInterval(
                        interval = MemoryUserReconciler.INTERVAL_MINUTES,
                        timeUnit = TimeUnit.MINUTES))
@Workflow(
        explicitInvocation = true,
        dependents =
                @Dependent(
                        name = "user-connection",
                        type = UserConnectionDependent.class,
                        useEventSourceWithName = MemoryUserReconciler.SECRETS))
public class MemoryUserReconciler implements Reconciler<MemoryUser> {

    static final String NAME = "memoryuser";
    static final String SECRETS = "user-secrets";

    /** A net for whatever no event announces. */
    static final int INTERVAL_MINUTES = 10;

    /** After a refusal: what it lacks, such as another user's space, does not announce itself. */
    private static final Duration REFUSED_AGAIN = Duration.ofSeconds(15);

    private final UserRegistry registry;
    private final ServiceStates states;
    private final LoadedUsers loaded;
    private final UserChanges changes;
    private final RegistryCompletion completion;
    private final UserValidation validation;
    private final UserConnectionDependent connection;
    private final Events events;
    private final Clock clock;

    MemoryUserReconciler(
            UserRegistry registry,
            ServiceStates states,
            LoadedUsers loaded,
            UserChanges changes,
            RegistryCompletion completion,
            UserValidation validation,
            UserConnectionDependent connection,
            Events events,
            Clock clock) {
        this.registry = registry;
        this.states = states;
        this.loaded = loaded;
        this.changes = changes;
        this.completion = completion;
        this.validation = validation;
        this.connection = connection;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, MemoryUser>> prepareEventSources(EventSourceContext<MemoryUser> context) {
        return List.of(registry.attach(SECRETS, context), states, loaded, completion);
    }

    @Override
    public UpdateControl<MemoryUser> reconcile(MemoryUser user, Context<MemoryUser> context) {
        Optional<ServiceState> service = states.of(user);
        Optional<Refusal> refusal = service.isEmpty()
                ? refuseMissing(user, context)
                : refuse(user, service.get()).or(() -> apply(user, context));
        UserObservation observation = observe(user, refusal, service.isPresent());
        MemoryUserStatus status = UserStatusReport.of(user, observation);
        events.tell(user, user.reported().conditions(), status.conditions());
        return lookAgain(control(user, status), user, observation);
    }

    /** No reconcile of the service was seen: it may only be too early, or there is none. */
    private static Optional<Refusal> refuseMissing(MemoryUser user, Context<MemoryUser> context) {
        String name = user.getSpec().serviceRef().name();
        String namespace = user.getMetadata().getNamespace();
        boolean exists = context.getClient()
                        .resources(MemoryService.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get()
                != null;
        return exists
                ? Optional.empty()
                : Optional.of(new Refusal(
                        "ServiceNotFound",
                        "spec.serviceRef names the MemoryService \"%s\", which does not exist in namespace \"%s\";"
                                        .formatted(name, namespace)
                                + " create it, or make the MemoryUser anew with the right name"));
    }

    private Optional<Refusal> refuse(MemoryUser user, ServiceState service) {
        return validation
                .refuse(user, service.modes())
                .or(() -> service.overflow().contains(user.getMetadata().getName())
                        ? Optional.of(
                                new Refusal(
                                        "TooManyUsers",
                                        "the MemoryService \"%s\" has as many users already as fit into a Secret (1 MiB, 2000 to"
                                                        .formatted(user.getSpec()
                                                                .serviceRef()
                                                                .name())
                                                + " 6000 users); delete MemoryUsers that nobody needs, or make another MemoryService"))
                        : Optional.empty());
    }

    private Optional<Refusal> apply(MemoryUser user, Context<MemoryUser> context) {
        try {
            context.managedWorkflowAndDependentResourceContext().reconcileManagedWorkflow();
            return Optional.empty();
        } catch (AggregatedOperatorException failures) {
            return Optional.of(failures.getAggregatedExceptions().values().stream()
                    .map(failure -> ApplyFailures.explain(connection, failure, user, context))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElseThrow(() -> failures));
        }
    }

    private UserObservation observe(MemoryUser user, Optional<Refusal> refusal, boolean serviceKnown) {
        Optional<Credentials> credentials = registry.credentials(user);
        Optional<String> revision = refusal.isPresent() || !serviceKnown
                ? Optional.empty()
                : credentials.map(found -> UserFile.of(user, found).revision());
        if (serviceKnown) {
            boolean changed =
                    revision.map(wanted -> loaded.expect(user, wanted)).orElseGet(() -> loaded.expectNone(user));
            if (changed) {
                changes.in(UserRegistry.service(user));
            }
        }
        return new UserObservation(
                refusal,
                serviceKnown,
                credentials,
                revision.flatMap(wanted -> loaded.isLoaded(user, wanted)),
                loaded.known(user),
                loaded.problem(user),
                clock.instant());
    }

    /** Deleted while it was reconciled: there is nothing to report to, and nothing to try again. */
    @Override
    public ErrorStatusUpdateControl<MemoryUser> updateErrorStatus(
            MemoryUser user, Context<MemoryUser> context, Exception failure) {
        return StatusPatch.isGone(failure)
                ? ErrorStatusUpdateControl.<MemoryUser>noStatusUpdate().withNoRetry()
                : ErrorStatusUpdateControl.defaultErrorProcessing();
    }

    private static UpdateControl<MemoryUser> control(MemoryUser user, MemoryUserStatus status) {
        if (status.equals(user.reported())) {
            return UpdateControl.noUpdate();
        }
        return UpdateControl.patchStatus(StatusPatch.of(new MemoryUser(), user, status));
    }

    private static UpdateControl<MemoryUser> lookAgain(
            UpdateControl<MemoryUser> control, MemoryUser user, UserObservation observation) {
        if (observation.refusal().isPresent()) {
            return control.rescheduleAfter(REFUSED_AGAIN);
        }
        Instant now = observation.now();
        observation
                .credentials()
                .flatMap(credentials -> credentials.nextChange(user, now))
                .map(next -> Duration.between(now, next).plusSeconds(1))
                // A later one would only put the net of the interval out of force.
                .filter(wait -> wait.toMinutes() < INTERVAL_MINUTES)
                .ifPresent(control::rescheduleAfter);
        return control;
    }
}
