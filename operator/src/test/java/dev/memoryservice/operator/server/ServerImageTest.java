package dev.memoryservice.operator.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.workload.ImagePullPolicy;
import dev.memoryservice.operator.testing.Services;
import org.junit.jupiter.api.Test;

class ServerImageTest {

    private final ServerImage image = ServerImageFixture.serverImage();

    @Test
    void withoutAVersionTheOperatorsOwnRunsAndIsExpected() {
        var service = Services.withSpec("{}");

        assertThat(image.reference(service)).isEqualTo("memory-service:0.1.0");
        assertThat(image.expectedVersion(service)).contains("0.1.0");
        assertThat(image.pullPolicy(service)).isEqualTo(ImagePullPolicy.IF_NOT_PRESENT);
    }

    @Test
    void versionsUpToTheOperatorsOwnCanBeRun() {
        assertThat(image.knows("0.1.0")).isTrue();
        assertThat(image.knows("0.0.9")).isTrue();
        assertThat(image.knows("0.1.0-rc.1")).isTrue();
        assertThat(image.knows("0.1.1")).isFalse();
        assertThat(image.knows("0.10.0")).isFalse();
    }

    @Test
    void anImageOfTheUserMayAnswerWithAnyVersion() {
        var service = Services.withSpec("image: registry.example.com/mine:7");

        assertThat(image.reference(service)).isEqualTo("registry.example.com/mine:7");
        assertThat(image.expectedVersion(service)).isEmpty();
    }

    @Test
    void anImageOfTheUserWithAVersionHasToAnswerWithIt() {
        var service = Services.withSpec("{image: registry.example.com/mine:7, version: 7.0.0}");

        assertThat(image.expectedVersion(service)).contains("7.0.0");
    }
}
