package dev.memoryservice.e2e.cluster;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.ArrayList;
import java.util.List;

/**
 * What the operator may do, of which a test can take something away.
 *
 * @param before all of it
 */
public record OperatorRights(ClusterRole before) implements AutoCloseable {

    private static final String ROLE = "memory-service-operator";

    /** As they are now. */
    public static OperatorRights remember() {
        return new OperatorRights(role().get());
    }

    /** Takes one verb for one resource away. */
    public void without(String resource, String verb) {
        write(before.getRules().stream()
                .map(rule -> rule.getResources().contains(resource) ? withoutVerb(rule, verb) : rule)
                .toList());
    }

    /** Gives back what was taken away. */
    public void giveBack() {
        write(before.getRules());
    }

    @Override
    public void close() {
        giveBack();
    }

    private static PolicyRule withoutVerb(PolicyRule rule, String verb) {
        List<String> verbs = new ArrayList<>(rule.getVerbs());
        verbs.remove(verb);
        if (verbs.isEmpty()) {
            // A rule needs one; this one is of no use for what is asked.
            verbs.add("get");
        }
        return rule.edit().withVerbs(verbs).build();
    }

    private static void write(List<PolicyRule> rules) {
        role().edit(role -> new ClusterRoleBuilder(role).withRules(rules).build());
    }

    private static Resource<ClusterRole> role() {
        return ClusterUnderTest.client().rbac().clusterRoles().withName(ROLE);
    }
}
