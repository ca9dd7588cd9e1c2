package dev.memoryservice.server.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Long texts are cut into what the window of the model holds. */
class PassagesTest {

    private static final int WINDOW = 256;

    private static final WordPieceTokenizer TOKENIZER =
            WordPieceTokenizer.load(TestModel.directory().resolve(OnnxEmbedder.VOCABULARY_FILE), WINDOW);

    private static List<Passage> passages(String text, int most) {
        return PassageSplitter.split(text, most, TOKENIZER::reach);
    }

    @Property(tries = 200)
    void everythingIsInOnePassageAndEachFitsTheWindow(@ForAll("longTexts") String text) {
        List<Passage> passages = passages(text, 10_000);

        int end = 0;
        for (Passage passage : passages) {
            assertThat(text.substring(end, passage.start())).isBlank();
            // A text that does not fit would go on beyond what was read.
            assertThat(TOKENIZER.reach(passage.of(text), 0)).isEqualTo(passage.stop() - passage.start());
            end = passage.stop();
        }
        assertThat(text.substring(end)).isBlank();
    }

    @Provide
    Arbitrary<String> longTexts() {
        Arbitrary<String> words = Arbitraries.of(
                "memory",
                "antidisestablishmentarianism",
                "記憶は大切です。",
                "기억은",
                "👩‍👩‍👧‍👦",
                "\n\n",
                ".",
                "x".repeat(150),
                "3.14",
                "é");
        return words.list().ofMaxSize(600).flatMap(list -> Arbitraries.of(" ", "")
                .map(glue -> String.join(glue, list)));
    }

    @Test
    void aShortTextIsOnePassageWhateverIsInIt() {
        for (String text : List.of("", " ", "tea", "Tea. And more tea.\n\nAnd biscuits.")) {
            assertThat(passages(text, 10)).containsExactly(new Passage(0, text.length()));
        }
    }

    @Test
    void passagesEndWithSentencesAndBeforeParagraphs() {
        String sentence = "The quick brown fox jumps over the lazy dog near the river bank. ";
        String text = sentence.repeat(14).strip() + "\n\n" + sentence.repeat(40).strip();

        List<Passage> passages = passages(text, 100);

        assertThat(passages.getFirst().of(text)).isEqualTo(sentence.repeat(14).strip() + "\n\n");
        assertThat(passages)
                .hasSizeGreaterThan(2)
                .allMatch(passage -> passage.of(text).strip().endsWith("bank."));
    }

    @Test
    void aMegabyteIsCutAndNoMorePassagesAreMadeThanAllowed() {
        String text =
                IntStream.range(0, 150_000).mapToObj(i -> "word" + i % 1_000).collect(Collectors.joining(" "));

        assertThat(text.length()).isGreaterThan(1_000_000);
        assertThat(passages(text, 256)).hasSize(256);
        assertThat(passages("x".repeat(1_000_000), 256)).hasSize(1);
        assertThat(passages("記".repeat(350_000), 256)).hasSize(256);
    }
}
