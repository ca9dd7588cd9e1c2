package dev.memoryservice.server.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The plain Java tokenizer against the model's own, which is native code. */
class WordPieceTokenizerTest {

    private static final WordPieceTokenizer OURS =
            WordPieceTokenizer.load(TestModel.directory().resolve(OnnxEmbedder.VOCABULARY_FILE), 256);
    private static final HuggingFaceTokenizer NATIVE = nativeTokenizer();

    static Stream<String> corpus() {
        return Stream.of(
                "",
                " ",
                "Hello, world!",
                "The QUICK brown fox can't jump over 3.14 lazy dogs...",
                "unaffable embeddings tokenization antidisestablishmentarianism",
                "https://db-7.prod.example.com:5432/path?query=a&b=c#frag",
                "snake_case camelCase SCREAMING_CASE kebab-case path/to/file.txt C++ C# $HOME ~user `code` <tag> ^ |",
                "Crème brûlée, naïve façade, Ångström, Zażółć gęślą jaźń, Đà Nẵng, smörgåsbord",
                "ÀÉÎÕÜ İstanbul ISPARTA ıspartalı ΑΣ ΟΔΥΣΣΕΥΣ ς ß ẞ ŒUVRE ﬁnance K Å",
                "e\u0301 a\u0308\u0323 combining n\u0303 \u0301leading",
                "記憶は大切です。机の上の本を読む、カタカナとひらがな",
                "我喜欢喝茶，你呢？「引用」《书》 𠀀𪜀 豈 丽",
                "기억은 소중하다 한국어 텍스트",
                "ذاكرة الوكيل مهمة، أليس كذلك؟ שלום עולם स्मृति ความจำ",
                "👩‍👩‍👧‍👦 family 🇪🇺 👍🏽 ☃️ ❤️ emoji😀inside",
                "tabs\tand\nnew\r\nlines\u00a0nbsp\u3000ideographic\u2028separator\u200bzero\u200dwidth\ufeffbom",
                "control\u0000\u0001\u0007\u000b\u000c\u001f\u007f\u0085\u00ad\ufffd characters",
                "“quotes” ‘single’ — dash – en … ellipsis ‰ § ¶ † • ‣ ¿por qué? ¡sí!",
                "€100 £5 ¥20 ₿1 ½ ² ³ ① Ⅷ ∑ ∞ ≠ ← → ™ © ®",
                "x".repeat(99),
                "x".repeat(100),
                "x".repeat(101),
                "y".repeat(5_000) + " end",
                "word ".repeat(300),
                "記".repeat(400),
                "supercalifragilisticexpialidocious ".repeat(60),
                "a".repeat(300) + " " + "-".repeat(300),
                "one two three ##four [ UNK ] [unk] cls sep");
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void givesTheIdsOfTheModelsOwnTokenizer(String text) {
        assertThat(OURS.encode(text)).containsExactly(NATIVE.encode(text).getIds());
    }

    @Test
    void givesTheSameIdsForEveryCharacterThatTheNativeTokenizerKnows() {
        List<String> differing = new ArrayList<>();
        for (int c = 0; c < 0x10000; c++) {
            if (Character.isDefined(c) && !Character.isSurrogate((char) c)) {
                String text = "a" + Character.toString(c) + "b";
                if (!Arrays.equals(OURS.encode(text), NATIVE.encode(text).getIds())) {
                    differing.add("U+%04X".formatted(c));
                }
            }
        }
        // The native tokenizer's tables are of Unicode 8; the marks and signs of rare scripts that came later differ.
        assertThat(differing).hasSizeLessThan(150).allMatch(character -> character.compareTo("U+0600") > 0);
    }

    @Property(tries = 500)
    void givesTheSameIdsForMixturesOfScripts(@ForAll("mixtures") String text) {
        assertThat(OURS.encode(text)).containsExactly(NATIVE.encode(text).getIds());
    }

    @Provide
    Arbitrary<String> mixtures() {
        List<String> parts = corpus().flatMap(text -> Stream.of(text.split(" ", -1)))
                .distinct()
                .toList();
        return Arbitraries.of(parts).list().ofMaxSize(40).flatMap(list -> Arbitraries.of(" ", "")
                .map(glue -> String.join(glue, list)));
    }

    @Test
    void controlTokensSpelledOutInTheTextAreText() {
        assertThat(NATIVE.encode("[SEP]").getIds()).hasSize(3);
        assertThat(OURS.encode("[SEP]")).containsExactly(OURS.encode("[sep]")).hasSize(5);
    }

    @Test
    void aVocabularyOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> new WordPieceTokenizer(List.of("[CLS]", "[SEP]"), 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[UNK]");
    }

    private static HuggingFaceTokenizer nativeTokenizer() {
        try (InputStream tokenizer = WordPieceTokenizerTest.class
                .getClassLoader()
                .getResourceAsStream("all-minilm-l6-v2-q-tokenizer.json")) {
            return HuggingFaceTokenizer.newInstance(
                    tokenizer,
                    Map.of("padding", "false", "truncation", "true", "maxLength", "256", "modelMaxLength", "256"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
