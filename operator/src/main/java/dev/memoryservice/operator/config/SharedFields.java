package dev.memoryservice.operator.config;

import io.fabric8.kubernetes.api.model.FieldsV1;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One copy of what is the same in the records of managed fields. These are trees of field names without a value, alike for
 * every object of a kind, and as maps of maps they are larger than the objects themselves.
 *
 * <p>Nobody changes a record that was read, so objects may share it.
 */
final class SharedFields {

    /** Some kinds, some versions of the operator, and what people's overrides add. */
    private static final int MOST = 5_000;

    /** The key of an owner reference, of which there is one for each owner: not worth remembering. */
    private static final String OF_ONE_OWNER = "k:{\"uid\"";

    private final Map<Map<String, Object>, Map<String, Object>> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Map<String, Object>, Map<String, Object>> eldest) {
            return size() > MOST;
        }
    };

    /** The same fields, of which as much as possible is shared with others. */
    FieldsV1 share(FieldsV1 fields) {
        FieldsV1 shared = new FieldsV1();
        shared.setAdditionalProperties(share(fields.getAdditionalProperties()));
        return shared;
    }

    private Map<String, Object> share(Map<String, Object> tree) {
        Map<String, Object> shared = LinkedHashMap.newLinkedHashMap(tree.size());
        tree.forEach((field, below) -> shared.put(field, shareBelow(below)));
        if (shared.keySet().stream().anyMatch(field -> field.startsWith(OF_ONE_OWNER))) {
            return shared;
        }
        synchronized (known) {
            Map<String, Object> before = known.putIfAbsent(shared, shared);
            return before == null ? shared : before;
        }
    }

    @SuppressWarnings("unchecked") // the names of JSON are strings
    private Object shareBelow(Object below) {
        return below instanceof Map<?, ?> map ? share((Map<String, Object>) map) : below;
    }
}
