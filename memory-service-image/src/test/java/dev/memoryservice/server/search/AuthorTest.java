package dev.memoryservice.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Anna: I like tea|Anna",
                " Anna Schmidt: hello|Anna Schmidt",
                "Jean-Luc O’Neill: hello|Jean-Luc O’Neill",
                "Ärzte: hello|Ärzte",
            })
    void aNameAndAColonAtTheBeginningNameTheAuthor(String content, String name) {
        assertThat(Author.of(Map.of(), content)).contains(name);
    }

    @ParameterizedTest
    @CsvSource({
        "I met Anna: she likes tea",
        "see: below",
        "https://example.com",
        "Note 7: buy milk",
        "A Long Title Of A Page: text",
        "12:30 lunch"
    })
    void otherBeginningsNameNobody(String content) {
        assertThat(Author.of(Map.of(), content)).isEmpty();
    }

    @Test
    void theMetadataGoesBeforeTheContent() {
        assertThat(Author.of(Map.of("speaker", " Boris "), "Anna: I like tea")).contains("Boris");
        assertThat(Author.of(Map.of("speaker", 7), "Anna: I like tea")).contains("Anna");
        assertThat(Author.of(Map.of("speaker", " "), "tea")).isEmpty();
    }

    @Test
    void aQuestionNamesTheAuthorsWhoseFirstNameIsAmongItsWords() {
        assertThat(Author.named("What does ANNA drink?"))
                .contains(Author.key(Optional.of("Anna Schmidt")))
                .doesNotContain(Author.key(Optional.of("Boris")), Author.key(Optional.empty()));
    }
}
