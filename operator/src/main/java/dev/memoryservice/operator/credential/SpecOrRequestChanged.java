package dev.memoryservice.operator.credential;

import dev.memoryservice.operator.maintenance.Requests;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;

/**
 * Accepts what the SDK would by itself, a change of the spec, and requests, which are annotations: to rotate, to restart,
 * to leave alone.
 */
public class SpecOrRequestChanged implements OnUpdateFilter<HasMetadata> {

    @Override
    public boolean accept(HasMetadata now, HasMetadata before) {
        return !now.getMetadata().getGeneration().equals(before.getMetadata().getGeneration())
                || !Rotation.request(now).equals(Rotation.request(before))
                || Requests.isPaused(now) != Requests.isPaused(before)
                || !Requests.restart(now).equals(Requests.restart(before));
    }
}
