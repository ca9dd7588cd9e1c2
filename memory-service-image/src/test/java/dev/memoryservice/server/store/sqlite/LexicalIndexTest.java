package dev.memoryservice.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.store.sqlite.LexicalIndex.Term;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LexicalIndexTest {

    private static final long TENANT = 7;

    @TempDir
    private Path directory;

    private final CommonStems common = new CommonStems();
    private Session session;

    @BeforeEach
    void open() throws SQLException {
        session = Session.open(directory.resolve("test.db"), Session.Mode.WRITE, Pragmas.NONE);
        LexicalIndex.create(session, TENANT);
    }

    @AfterEach
    void close() throws SQLException {
        session.close();
    }

    private Map<Long, Integer> occurrences(String word) throws SQLException {
        Map<Long, Integer> occurrences = new TreeMap<>();
        for (Term term : LexicalIndex.terms(session, List.of(word))) {
            LexicalIndex.occurrences(
                    session, TENANT, term, common, (memory, times) -> assertThat(occurrences.put(memory, times))
                            .isNull());
        }
        return occurrences;
    }

    @Test
    void wordsAreLookedUpByTheirStemAndEachStemOnce() throws SQLException {
        assertThat(LexicalIndex.terms(session, List.of("horses", "horse", "crème", "7")))
                .containsExactly(
                        new Term("hors", Optional.of("horses")),
                        new Term("creme", Optional.of("crème")),
                        new Term("7", Optional.of("7")));
        assertThat(LexicalIndex.terms(session, List.of())).isEmpty();
    }

    @Test
    void aRareWordIsCountedInEachMemory() throws SQLException {
        LexicalIndex.add(session, TENANT, 1, "horse, horses and a cow");
        LexicalIndex.add(session, TENANT, 2, "cow");
        LexicalIndex.add(session, TENANT, 9, "HORSE");

        assertThat(occurrences("horses")).isEqualTo(Map.of(1L, 2, 9L, 1));
        assertThat(occurrences("goat")).isEmpty();
    }

    @Test
    void aFrequentWordIsFoundInEachMemoryThatIsNotRemoved() throws SQLException {
        session.begin();
        for (long memory = 1; memory <= 3_000; memory++) {
            // "horses" has the stem "hors", whose own stem would be "hor": the word is looked up, not the stem.
            LexicalIndex.add(session, TENANT, memory, "horses and horses");
        }
        for (long memory = 1; memory <= 500; memory++) {
            LexicalIndex.remove(session, TENANT, memory);
        }
        session.commit();

        assertThat(occurrences("horse")).hasSize(2_500).containsEntry(501L, 1).doesNotContainKey(500L);
    }

    @Test
    void whatCameSinceTheLastSearchIsFoundOfACommonWordToo() throws SQLException {
        session.begin();
        for (long memory = 1; memory <= 2_000; memory++) {
            LexicalIndex.add(session, TENANT, memory, "horse and horse");
        }
        session.commit();
        assertThat(occurrences("horses")).hasSize(2_000);
        assertThat(common.known(TENANT, "hors"))
                .extracting(CommonStems.Ids::size)
                .isEqualTo(2_000);

        LexicalIndex.add(session, TENANT, 3_000, "a new horse");

        assertThat(occurrences("horse")).hasSize(2_001).containsEntry(3_000L, 1);
        assertThat(common.known(TENANT + 1, "hors"))
                .extracting(CommonStems.Ids::size)
                .isEqualTo(0);
    }
}
