package dev.memoryservice.operator.monitoring;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Map;

/**
 * What Prometheus computes and says: a kind of the Prometheus Operator. Of its spec the operator only writes the fields of a file,
 * so the 3.6 MB of classes with all the others stay out.
 */
@Group("monitoring.coreos.com")
@Version("v1")
public class PrometheusRule extends CustomResource<Map<String, Object>, Void> implements Namespaced {

    private static final long serialVersionUID = 1L;
}
