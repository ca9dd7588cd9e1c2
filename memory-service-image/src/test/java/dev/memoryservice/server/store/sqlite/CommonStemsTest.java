package dev.memoryservice.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.store.sqlite.CommonStems.Ids;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CommonStemsTest {

    private static final long TENANT = 1;
    private final CommonStems stems = new CommonStems();

    private static long[] ids(Ids ids) {
        return IntStream.range(0, ids.size()).mapToLong(ids::at).toArray();
    }

    @Test
    void whatIsAddedComesBehindWhatIsKnown() {
        Ids first = stems.keep(TENANT, "stem", stems.known(TENANT, "stem"), new long[] {1, 3});
        Ids second = stems.keep(TENANT, "stem", first, new long[] {4, 9});

        assertThat(ids(first)).containsExactly(1, 3);
        assertThat(ids(second)).containsExactly(1, 3, 4, 9);
        assertThat(stems.known(TENANT, "stem").last()).isEqualTo(9);
        assertThat(stems.keep(TENANT, "stem", second, new long[0])).isSameAs(second);
        assertThat(stems.known(TENANT, "other").size()).isZero();
        assertThat(stems.known(2, "stem").size()).isZero();
    }

    /** Each saw what was committed when it began, which may be different. */
    @Test
    void searchesThatRunAtTheSameTimeDoNotSeeEachOthersIds() {
        Ids known =
                stems.keep(TENANT, "stem", Ids.NONE, LongStream.range(0, 100).toArray());

        Ids one = stems.keep(TENANT, "stem", known, new long[] {200, 201});
        Ids other = stems.keep(TENANT, "stem", known, new long[] {200});
        Ids last = stems.keep(TENANT, "stem", other, new long[] {300});

        assertThat(ids(one)).hasSize(102).endsWith(200, 201);
        assertThat(ids(other)).hasSize(101).endsWith(99, 200);
        assertThat(ids(last)).hasSize(102).endsWith(200, 300);
        assertThat(ids(known)).hasSize(100).endsWith(99);
    }

    @Test
    void theStemsThatWereNotAskedForLongestGoFirst() {
        long[] many = LongStream.range(0, 400_000).toArray();
        stems.keep(TENANT, "a", Ids.NONE, many);
        stems.keep(TENANT, "b", Ids.NONE, many);
        stems.known(TENANT, "a");

        stems.keep(TENANT, "c", Ids.NONE, many);

        assertThat(stems.known(TENANT, "b").size()).isZero();
        assertThat(stems.known(TENANT, "a").size()).isEqualTo(400_000);
        assertThat(stems.known(TENANT, "c").size()).isEqualTo(400_000);
    }
}
