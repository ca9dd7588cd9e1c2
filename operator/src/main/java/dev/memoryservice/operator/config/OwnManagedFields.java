package dev.memoryservice.operator.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.util.StdConverter;
import dev.memoryservice.operator.server.ServerLabels;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Leaves out of every object that is read who else manages which of its fields. That is up to half of an object, the
 * operator keeps every object of its services in memory, and it only asks which fields are its own. Those are shared.
 */
@Singleton
final class OwnManagedFields implements KubernetesClientObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.addMixIn(ObjectMeta.class, Metadata.class);
    }

    private abstract static class Metadata {
        @JsonDeserialize(converter = Own.class)
        @SuppressWarnings("unused") // by Jackson
        private List<ManagedFieldsEntry> managedFields;
    }

    private static final class Own extends StdConverter<List<ManagedFieldsEntry>, List<ManagedFieldsEntry>> {
        private static final SharedFields SHARED = new SharedFields();

        @Override
        public List<ManagedFieldsEntry> convert(List<ManagedFieldsEntry> all) {
            return all.stream()
                    .filter(entry ->
                            entry.getManager() != null && entry.getManager().startsWith(ServerLabels.OPERATOR))
                    .map(Own::sharing)
                    .toList();
        }

        private static ManagedFieldsEntry sharing(ManagedFieldsEntry entry) {
            if (entry.getFieldsV1() != null) {
                entry.setFieldsV1(SHARED.share(entry.getFieldsV1()));
            }
            return entry;
        }
    }
}
