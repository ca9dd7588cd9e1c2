package dev.memoryservice.server.document.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoryservice.server.document.extract.Passage.Kind;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each document is read by a real process. */
class ExtractorTest {

    private static final ExtractionLimits LIMITS = new ExtractionLimits(20, 1_000_000, 64, Duration.ofMinutes(2));

    @TempDir
    Path directory;

    @Test
    void textIsReadByParagraphs() throws Exception {
        assertThat(texts(DocumentFormat.TEXT, "One\nline after another.\r\n\r\nSecond — paragraph 記憶 👍\n \n\n\nThird"))
                .containsExactly("One\nline after another.", "Second — paragraph 記憶 👍", "Third");
    }

    @Test
    void textThatIsNotUnicodeIsReadAllTheSame() throws Exception {
        assertThat(texts(DocumentFormat.TEXT, "Crème brûlée".getBytes(Charset.forName("windows-1252"))))
                .containsExactly("Crème brûlée");
        assertThat(texts(DocumentFormat.TEXT, "\uFEFFCrème".getBytes(StandardCharsets.UTF_16LE)))
                .containsExactly("Crème");
        assertThat(texts(DocumentFormat.TEXT, "\uFEFFCrème".getBytes(StandardCharsets.UTF_8)))
                .containsExactly("Crème");
    }

    @Test
    void markdownKeepsItsBlocksUnderTheirHeadings() throws Exception {
        List<Passage> passages = passages(DocumentFormat.MARKDOWN, """
                Before

                # Guide
                Intro *here*.

                ## Install
                - one
                - two

                ```sh
                # no heading

                make up
                ```
                # Other
                End
                """.getBytes(StandardCharsets.UTF_8));

        assertThat(passages)
                .extracting(Passage::heading)
                .containsExactly("", "Guide", "Guide > Install", "Guide > Install", "Other");
        assertThat(passages)
                .extracting(Passage::text)
                .containsExactly(
                        "Before", "Intro *here*.", "- one\n- two", "```sh\n# no heading\n\nmake up\n```", "End");
    }

    @Test
    void jsonBecomesRowsWithThePathsOfTheirValues() throws Exception {
        List<Passage> passages = passages(DocumentFormat.JSON, """
                [{"name":"Ada","address":{"city":"Lisbon"},"tags":["a","b"],"none":null},{"name":"Bob"},7]""".getBytes(StandardCharsets.UTF_8));

        assertThat(passages)
                .extracting(Passage::text)
                .containsExactly("name: Ada\naddress.city: Lisbon\ntags[0]: a\ntags[1]: b", "name: Bob", "7");
        assertThat(passages).extracting(Passage::kind).containsOnly(Kind.ROW);
        assertThat(texts(DocumentFormat.JSON, "{\"a\":1}\n{\"a\":2}\n")).containsExactly("a: 1", "a: 2");
    }

    @Test
    void csvBecomesRowsWithTheNamesOfTheirColumns() throws Exception {
        assertThat(texts(DocumentFormat.CSV, "name;city\n\"Ada; the first\";Lisbon\n\nBob;\nEve;Oslo;extra\n"))
                .containsExactly(
                        "name: Ada; the first; city: Lisbon", "name: Bob", "name: Eve; city: Oslo; column 3: extra");
    }

    @Test
    void htmlGivesWhatIsSeen() throws Exception {
        List<Passage> passages = passages(DocumentFormat.HTML, """
                <html><head><title>Tea</title><style>p {color: red}</style></head><body>
                <script>alert('no')</script><h1>Green <b>tea</b></h1><p>Steep for<br>two  minutes.</p>
                <div>Loose<p>inner</p>text</div><p hidden>secret</p>
                <h2>Prices</h2><table><tr><th>Sort</th><th>Price</th></tr><tr><td>Sencha</td><td>9&nbsp;€</td></tr></table>
                </body></html>""".getBytes(StandardCharsets.UTF_8));

        assertThat(passages)
                .extracting(Passage::text)
                .containsExactly("Steep for\ntwo minutes.", "Loose", "inner", "text", "Sort | Price", "Sencha | 9 €");
        assertThat(passages.getFirst().heading()).isEqualTo("Tea > Green tea");
        assertThat(passages.getLast().heading()).isEqualTo("Tea > Green tea > Prices");
        assertThat(passages.getLast().kind()).isEqualTo(Kind.ROW);
    }

    @Test
    void pdfIsReadPageByPage() throws Exception {
        List<Passage> passages = passages(DocumentFormat.PDF, SampleDocuments.pdf("First page", "Second page"));

        assertThat(passages).extracting(Passage::text).containsExactly("First page", "Second page");
        assertThat(passages).extracting(Passage::page).containsExactly(1, 2);
    }

    @Test
    void anEncryptedPdfIsSaidToBeOne() throws IOException {
        byte[] pdf = SampleDocuments.encryptedPdf("secret", "hidden");
        refused(() -> passages(DocumentFormat.PDF, pdf), "encrypted");
    }

    @Test
    void aPdfThatWasCutShortOrIsNoneIsDamaged() throws IOException {
        byte[] pdf = SampleDocuments.pdf("First page");
        refused(
                () -> passages(DocumentFormat.PDF, "%PDF-1.7 and nothing more".getBytes(StandardCharsets.UTF_8)),
                "damaged");
        refused(() -> passages(DocumentFormat.PDF, Arrays.copyOf(pdf, 200)), "damaged");
    }

    @Test
    void aPdfWithTooManyPagesIsRefused() throws IOException {
        String[] pages = new String[21];
        Arrays.fill(pages, "page");
        byte[] pdf = SampleDocuments.pdf(pages);
        refused(() -> passages(DocumentFormat.PDF, pdf), "21 pages, and the limit is 20");
    }

    @Test
    void aPdfThatUnpacksToMoreThanTheMemoryEndsOnlyItsOwnProcess() throws IOException {
        byte[] pdf = SampleDocuments.pdfBomb(150);
        assertThat(pdf).hasSizeLessThan(1_000_000);
        refused(() -> passages(DocumentFormat.PDF, pdf), "more than 64 MiB of memory");
    }

    @Test
    void jsonNestedBeyondMeasureIsRefused() {
        refused(() -> texts(DocumentFormat.JSON, "[".repeat(100_000)), "depth");
        refused(() -> texts(DocumentFormat.JSON, "{\"a\":".repeat(100_000)), "depth");
    }

    @Test
    void whatIsNoJsonSaysWhere() {
        refused(() -> texts(DocumentFormat.JSON, "{\"a\": nope}"), "line 1, column");
        refused(() -> texts(DocumentFormat.JSON, "{\"a\": 1"), "no JSON");
    }

    @Test
    void aCellOrARowWithoutAnEndIsRefused() {
        refused(() -> texts(DocumentFormat.CSV, "a,b\n\"" + "x".repeat(1_100_000)), "");
        refused(() -> texts(DocumentFormat.CSV, "a,b\n" + ",x".repeat(5_000)), "columns");
    }

    @Test
    void htmlNestedBeyondMeasureIsReadOrRefusedButEnds() throws Exception {
        assertThat(texts(DocumentFormat.HTML, "<div>".repeat(100_000) + "deep")).containsExactly("deep");
        refused(() -> texts(DocumentFormat.HTML, "<b>x".repeat(2_000_000)), "MiB of memory");
    }

    @Test
    void aDocumentOfTinyPiecesUnderLongHeadingsIsRefused() {
        String piece = "<h1>" + "h".repeat(190) + "</h1>" + "<h2>x</h2><p>a</p><h2>y</h2><p>b</p>".repeat(10);
        refused(() -> texts(DocumentFormat.HTML, piece.repeat(1_500)), "too many pieces");
    }

    @Test
    void moreTextThanTheLimitIsRefused() {
        refused(() -> texts(DocumentFormat.TEXT, "word ".repeat(250_000)), "more than 1000000 characters");
        refused(() -> texts(DocumentFormat.MARKDOWN, "word ".repeat(250_000)), "more than 1000000 characters");
    }

    @ParameterizedTest
    @EnumSource(
            value = DocumentFormat.class,
            names = {"TEXT", "MARKDOWN", "JSON", "CSV"})
    void aFileWithNulBytesIsNoText(DocumentFormat format) {
        refused(() -> texts(format, "a\u0000b"), "NUL");
    }

    @Test
    void controlCharactersAndHalvesOfCharactersAreTakenOut() throws Exception {
        assertThat(texts(DocumentFormat.JSON, "{\"a\":\"x\\u0000y\\ud800z\"}")).containsExactly("a: x y z");
    }

    @Test
    void aLineWithoutAnEndIsHandedOverInParts() throws Exception {
        assertThat(texts(DocumentFormat.TEXT, "x".repeat(100_000))).hasSize(4).allSatisfy(text -> assertThat(text)
                .hasSizeLessThanOrEqualTo(Passage.LONGEST));
    }

    @Test
    void aReadingThatTakesTooLongIsEnded() throws IOException {
        byte[] pdf = SampleDocuments.pdf("page");
        ExtractionLimits hurried = new ExtractionLimits(20, 1_000_000, 64, Duration.ZERO);
        refused(() -> passages(DocumentFormat.PDF, pdf, hurried, new Extractor.Run()), "takes longer than 0 seconds");
    }

    @Test
    void aRunThatWasEndedDoesNotStart() {
        Extractor.Run run = new Extractor.Run();
        run.end();
        refused(() -> passages(DocumentFormat.TEXT, new byte[] {'a'}, LIMITS, run), "server stopped");
    }

    private static void refused(ThrowingCallable reading, String reason) {
        assertThatThrownBy(reading)
                .isInstanceOf(UnreadableDocumentException.class)
                .hasMessageContaining(reason);
    }

    private List<String> texts(DocumentFormat format, String content) throws Exception {
        return texts(format, content.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> texts(DocumentFormat format, byte[] content) throws Exception {
        return passages(format, content).stream().map(Passage::text).toList();
    }

    private List<Passage> passages(DocumentFormat format, byte[] content) throws Exception {
        return passages(format, content, LIMITS, new Extractor.Run());
    }

    private List<Passage> passages(DocumentFormat format, byte[] content, ExtractionLimits limits, Extractor.Run run)
            throws Exception {
        Path file = Files.write(directory.resolve("document"), content);
        Path target = directory.resolve("passages");
        Extractor extractor = new Extractor(limits);
        extractor.extract(file, format, target, run);
        List<Passage> passages = new ArrayList<>();
        extractor.passages(target, passages::add);
        return passages;
    }
}
