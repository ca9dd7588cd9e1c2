package dev.memoryservice.operator.config;

import dev.memoryservice.operator.cache.MostRecent;
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

    /** The key of an owner reference: nobody else's tree is like one with it in, so that is not worth remembering. */
    private static final String OF_ONE_OWNER = "k:{\"uid\"";

    private final Map<Map<String, Object>, Map<String, Object>> known = new MostRecent<>(MOST);

    /** A tree, and whether others have the same one. */
    private record Tree(Map<String, Object> fields, boolean common) {}

    /** The same fields, of which as much as possible is shared with others. */
    FieldsV1 share(FieldsV1 fields) {
        FieldsV1 shared = new FieldsV1();
        shared.setAdditionalProperties(share(fields.getAdditionalProperties()).fields());
        return shared;
    }

    @SuppressWarnings("unchecked") // the names of JSON are strings
    private Tree share(Map<String, Object> tree) {
        Map<String, Object> shared = LinkedHashMap.newLinkedHashMap(tree.size());
        boolean common = true;
        for (Map.Entry<String, Object> field : tree.entrySet()) {
            common &= !field.getKey().startsWith(OF_ONE_OWNER);
            if (field.getValue() instanceof Map<?, ?> map) {
                Tree below = share((Map<String, Object>) map);
                common &= below.common();
                shared.put(field.getKey(), below.fields());
            } else {
                shared.put(field.getKey(), field.getValue());
            }
        }
        return common ? new Tree(known(shared), true) : new Tree(shared, false);
    }

    private synchronized Map<String, Object> known(Map<String, Object> tree) {
        Map<String, Object> before = known.putIfAbsent(tree, tree);
        return before == null ? tree : before;
    }
}
