package dev.memoryservice.operator.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.crds.v1alpha1.backend.AutoGrowSpec;
import dev.memoryservice.operator.verification.VolumeUse;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrowthPlanTest {

    private static final long GIBIBYTE = 1024L * 1024 * 1024;

    @ParameterizedTest
    @CsvSource({
        "10Gi,  79, 80, ,     50Gi, ",
        "10Gi,  80, 80, ,     50Gi, 12Gi",
        "10Gi, 100, 80, ,     50Gi, 12Gi",
        "10Gi,  80, 80, 5Gi,  50Gi, 15Gi",
        "10Gi,  80, 80, 50Gi, 12Gi, 12Gi",
        "12Gi,  99, 80, ,     12Gi, ",
        "20Gi,  99, 80, ,     12Gi, ",
        "10Gi,  90, 90, ,     10G,  ",
        "100Mi, 90, 80, ,     1Gi,  164Mi",
        "1000Mi,90, 80, ,     10Gi, 1200Mi",
        "1Gi,   90, 80, ,     10Gi, 1229Mi",
    })
    void itGrowsByItsStepAtItsThresholdAndNeverAboveItsLargestSize(
            String size, int used, int threshold, String step, String largest, String expected) {
        AutoGrowSpec grow = new AutoGrowSpec(
                threshold, Optional.ofNullable(step).map(Quantity::new).orElse(null), new Quantity(largest));

        Optional<Quantity> next = new GrowthPlan(
                        grow,
                        claim(size, size),
                        Optional.of(new VolumeUse(bytes(size) * 98 / 100, used)),
                        Optional.empty())
                .next();

        assertThat(next.map(Quantity::toString)).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void itWaitsUntilItHasTheSizeThatItAskedFor() {
        GrowthPlan plan = plan(claim("12Gi", "10Gi"), 10 * GIBIBYTE, 99, Optional.empty());

        assertThat(plan.isGrowing()).isTrue();
        assertThat(plan.next()).isEmpty();
    }

    @Test
    void itDoesNotGrowAgainByWhatWasMeasuredBefore() {
        PersistentVolumeClaim larger = claim("12Gi", "12Gi");

        assertThat(plan(larger, 10 * GIBIBYTE, 99, Optional.of(10 * GIBIBYTE)).next())
                .isEmpty();
        assertThat(plan(larger, 12 * GIBIBYTE, 99, Optional.of(10 * GIBIBYTE)).next())
                .isPresent();
    }

    @Test
    void aFileSystemThatIsSharedSaysNothingAboutTheVolume() {
        GrowthPlan plan = plan(claim("10Gi", "10Gi"), 900 * GIBIBYTE, 99, Optional.empty());

        assertThat(plan.isNotItsOwn()).isTrue();
        assertThat(plan.next()).isEmpty();
    }

    @Test
    void nothingIsDoneBeforeAnythingIsKnown() {
        AutoGrowSpec grow = new AutoGrowSpec(80, null, new Quantity("50Gi"));
        PersistentVolumeClaim pending = new PersistentVolumeClaimBuilder(claim("10Gi", "10Gi"))
                .editStatus()
                .withPhase("Pending")
                .withCapacity(null)
                .endStatus()
                .build();

        assertThat(new GrowthPlan(grow, claim("10Gi", "10Gi"), Optional.empty(), Optional.empty()).next())
                .isEmpty();
        assertThat(new GrowthPlan(grow, pending, Optional.of(new VolumeUse(10 * GIBIBYTE, 99)), Optional.empty())
                        .next())
                .isEmpty();
    }

    private static GrowthPlan plan(PersistentVolumeClaim claim, long fileSystem, int used, Optional<Long> grownAt) {
        return new GrowthPlan(
                new AutoGrowSpec(80, null, new Quantity("50Gi")),
                claim,
                Optional.of(new VolumeUse(fileSystem, used)),
                grownAt);
    }

    private static long bytes(String size) {
        return GrowthPlan.bytes(new Quantity(size));
    }

    private static PersistentVolumeClaim claim(String requested, String capacity) {
        return new PersistentVolumeClaimBuilder()
                .withNewSpec()
                .withNewResources()
                .addToRequests("storage", new Quantity(requested))
                .endResources()
                .endSpec()
                .withNewStatus()
                .withPhase("Bound")
                .addToCapacity("storage", new Quantity(capacity))
                .endStatus()
                .build();
    }
}
