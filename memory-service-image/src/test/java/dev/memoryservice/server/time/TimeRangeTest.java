package dev.memoryservice.server.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeRangeTest {

    private static final Instant ONE = Instant.ofEpochSecond(1);
    private static final Instant TWO = Instant.ofEpochSecond(2);
    private static final Instant THREE = Instant.ofEpochSecond(3);

    @Test
    void theIntersectionIsWhatIsInBoth() {
        assertThat(TimeRange.since(ONE).and(TimeRange.before(THREE))).isEqualTo(TimeRange.between(ONE, THREE));
        assertThat(TimeRange.between(ONE, THREE).and(TimeRange.since(TWO))).isEqualTo(TimeRange.between(TWO, THREE));
        assertThat(TimeRange.before(TWO).and(TimeRange.between(ONE, THREE))).isEqualTo(TimeRange.between(ONE, TWO));
        assertThat(TimeRange.ALWAYS.and(TimeRange.since(ONE))).isEqualTo(TimeRange.since(ONE));
        assertThat(TimeRange.before(ONE).and(TimeRange.ALWAYS)).isEqualTo(TimeRange.before(ONE));
        assertThat(TimeRange.ALWAYS.and(TimeRange.ALWAYS).isAlways()).isTrue();
    }

    @Test
    void rangesThatDoNotMeetHaveNothingInCommon() {
        assertThat(TimeRange.before(ONE).and(TimeRange.since(TWO))).isEqualTo(TimeRange.between(TWO, TWO));
    }

    @Test
    void nothingEndsBeforeItBegins() {
        assertThatThrownBy(() -> TimeRange.between(TWO, ONE)).isInstanceOf(IllegalArgumentException.class);
    }
}
