package dev.memoryservice.operator.memoryservice;

import dev.memoryservice.operator.testing.KubernetesApi;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KubernetesApi.class)
class CreationIT {

    @Test
    void starts() {}
}
