package dev.memoryservice.operator.credential;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;

/** Accepts what the SDK would by itself, a change of the spec, and a request to rotate, which is an annotation. */
public class SpecOrRequestChanged implements OnUpdateFilter<HasMetadata> {

    @Override
    public boolean accept(HasMetadata now, HasMetadata before) {
        return !now.getMetadata().getGeneration().equals(before.getMetadata().getGeneration())
                || !Rotation.request(now).equals(Rotation.request(before));
    }
}
