package dev.memoryservice.crds.v1alpha1.monitoring;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What the labels that a user adds to objects of monitoring have in common. */
final class MonitoredLabels {

    static final String RULE = "!has(self.labels) || !self.labels.exists(key, key in ['app.kubernetes.io/name',"
            + " 'app.kubernetes.io/instance', 'app.kubernetes.io/component', 'app.kubernetes.io/managed-by'])";

    static final String MESSAGE = "labels contains one by which the operator finds its object (app.kubernetes.io/name,"
            + " instance, component or managed-by); remove it";

    private MonitoredLabels() {}

    static Map<String, String> sorted(Map<String, String> given) {
        return given == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(given));
    }
}
