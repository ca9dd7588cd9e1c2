package dev.memoryservice.operator.testing;

import io.quarkus.test.junit.callback.QuarkusTestAfterAllCallback;
import io.quarkus.test.junit.callback.QuarkusTestContext;

/** After each class of tests nothing is left that the operator would go on with. Found by Quarkus as a service. */
public final class ClearedNamespaces implements QuarkusTestAfterAllCallback {

    @Override
    public void afterAll(QuarkusTestContext context) {
        TestCluster.clearAll();
    }
}
