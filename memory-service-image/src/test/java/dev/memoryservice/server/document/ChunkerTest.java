package dev.memoryservice.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.server.document.extract.Passage;
import dev.memoryservice.server.document.extract.Passage.Kind;
import dev.memoryservice.server.document.extract.UnreadableDocumentException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ChunkerTest {

    @Test
    void shortParagraphsShareAChunk() throws Exception {
        assertThat(texts(new Chunking(100, 20), paragraph(0, "", "One."), paragraph(0, "", "Two.")))
                .containsExactly("One.\n\nTwo.");
    }

    @Test
    void aChunkSpansNeitherPagesNorHeadings() throws Exception {
        List<Chunk> chunks = chunks(
                new Chunking(1_000, 100),
                paragraph(1, "", "Page one."),
                paragraph(2, "", "Page two."),
                paragraph(2, "Part", "Under it."));

        assertThat(chunks)
                .containsExactly(
                        new Chunk("Page one.", 1, ""),
                        new Chunk("Page two.", 2, ""),
                        new Chunk("Part\n\nUnder it.", 2, "Part"));
    }

    @Test
    void theEndOfAChunkIsSaidAgainInTheNext() throws Exception {
        List<String> texts = texts(
                new Chunking(100, 30),
                paragraph(0, "", "a".repeat(50) + " the end of the first one."),
                paragraph(0, "", "And " + "b".repeat(40)));

        assertThat(texts).hasSize(2);
        assertThat(texts.get(1)).startsWith("the end of the first one.\n\nAnd b");
    }

    @Test
    void rowsAreNeverCutNorSaidAgain() throws Exception {
        String row = "name: somebody; city: somewhere far away";
        assertThat(texts(new Chunking(100, 50), row(row), row(row + "!"), row(row + "?")))
                .containsExactly(row + "\n" + row + "!", row + "?");
    }

    @Test
    void aParagraphLongerThanAChunkIsCutBetweenSentences() throws Exception {
        String sentence = "This sentence has exactly fifty characters, really.";
        List<String> texts = texts(
                new Chunking(120, 0),
                paragraph(0, "", (sentence + " ").repeat(4).strip()));

        assertThat(texts).containsExactly(sentence + " " + sentence, sentence + " " + sentence);
    }

    @Property(tries = 200)
    void everyChunkKeepsTheSizeAndNothingIsLost(
            @ForAll @Size(max = 12) List<@StringLength(max = 600) String> paragraphs,
            @ForAll @IntRange(min = 100, max = 400) int size,
            @ForAll @IntRange(max = 50) int overlap)
            throws Exception {
        List<Passage> passages = paragraphs.stream()
                .map(text -> text.replaceAll("[\\ud800-\\udfff]", "x").strip())
                .filter(text -> !text.isEmpty())
                .map(text -> paragraph(0, "", text))
                .toList();

        List<String> texts = texts(new Chunking(size, overlap), passages.toArray(Passage[]::new));

        assertThat(texts).allSatisfy(text -> assertThat(text.length()).isBetween(1, size));
        if (overlap == 0) {
            assertThat(visible(texts))
                    .isEqualTo(visible(passages.stream().map(Passage::text).toList()));
        }
    }

    /** Without white space, of which there is more than a pattern's {@code \s} knows. */
    private static String visible(List<String> texts) {
        return String.join("", texts)
                .codePoints()
                .filter(c -> !Character.isWhitespace(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static Passage paragraph(int page, String heading, String text) {
        return new Passage(Kind.PARAGRAPH, page, heading, text);
    }

    private static Passage row(String text) {
        return new Passage(Kind.ROW, 0, "", text);
    }

    private static List<String> texts(Chunking chunking, Passage... passages) throws UnreadableDocumentException {
        return chunks(chunking, passages).stream().map(Chunk::text).toList();
    }

    private static List<Chunk> chunks(Chunking chunking, Passage... passages) throws UnreadableDocumentException {
        List<Chunk> chunks = new ArrayList<>();
        Chunker chunker = new Chunker(chunking, chunks::add);
        for (Passage passage : passages) {
            chunker.take(passage);
        }
        chunker.finish();
        return chunks;
    }
}
