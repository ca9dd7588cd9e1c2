package dev.memoryservice.server.document.extract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeFilter;

/** HTML: the visible text by blocks, under its headings; a row for each row of a table. */
final class HtmlReader implements DocumentReader {

    private static final int DEEPEST = 500;

    private static final Set<String> INVISIBLE =
            Set.of("script", "style", "noscript", "template", "svg", "head", "iframe", "object", "canvas", "select");

    @Override
    public void read(Path file, ExtractionLimits limits, PassageSink sink)
            throws IOException, UnreadableDocumentException {
        Document document = Jsoup.parse(file, null, "", Parser.htmlParser().setMaxDepth(DEEPEST));
        Blocks blocks = new Blocks(sink);
        blocks.headings.enter(0, document.title());
        document.body().filter(blocks);
        blocks.flush();
        blocks.rethrow();
    }

    /** Collects the text between the borders of blocks. */
    private static final class Blocks implements NodeFilter {

        private final PassageSink sink;
        private final Headings headings = new Headings();
        private final StringBuilder text = new StringBuilder();
        private IOException failed;
        private UnreadableDocumentException refused;

        Blocks(PassageSink sink) {
            this.sink = sink;
        }

        @Override
        public FilterResult head(Node node, int depth) {
            if (node instanceof TextNode words) {
                text.append(words.getWholeText());
            } else if (node instanceof Element element) {
                String tag = element.normalName();
                if (INVISIBLE.contains(tag) || element.hasAttr("hidden")) {
                    return FilterResult.SKIP_ENTIRELY;
                }
                if (tag.length() == 2 && tag.charAt(0) == 'h' && Character.isDigit(tag.charAt(1))) {
                    flush();
                    headings.enter(tag.charAt(1) - '0', element.text());
                    return next(FilterResult.SKIP_ENTIRELY);
                }
                if (tag.equals("tr")) {
                    flush();
                    row(element);
                    return next(FilterResult.SKIP_ENTIRELY);
                }
                border(element, tag);
            }
            return next(FilterResult.CONTINUE);
        }

        @Override
        public FilterResult tail(Node node, int depth) {
            if (node instanceof Element element) {
                border(element, element.normalName());
            }
            return next(FilterResult.CONTINUE);
        }

        private void border(Element element, String tag) {
            if (tag.equals("br")) {
                text.append('\n');
            } else if (element.isBlock()) {
                flush();
            }
        }

        private FilterResult next(FilterResult otherwise) {
            return failed == null && refused == null ? otherwise : FilterResult.STOP;
        }

        private void row(Element row) {
            String cells = row.children().stream()
                    .map(Element::text)
                    .filter(cell -> !cell.isBlank())
                    .collect(Collectors.joining(" | "));
            hand(() -> sink.row(headings.path(), cells));
        }

        void flush() {
            String paragraph = text.toString().replaceAll("[\\s&&[^\\n]]+", " ").replaceAll(" ?\\n[ \\n]*", "\n");
            text.setLength(0);
            hand(() -> sink.paragraph(0, headings.path(), paragraph));
        }

        private interface Handing {
            void run() throws IOException, UnreadableDocumentException;
        }

        private void hand(Handing handing) {
            try {
                if (failed == null && refused == null) {
                    handing.run();
                }
            } catch (IOException e) {
                failed = e;
            } catch (UnreadableDocumentException e) {
                refused = e;
            }
        }

        void rethrow() throws IOException, UnreadableDocumentException {
            if (failed != null) {
                throw failed;
            }
            if (refused != null) {
                throw refused;
            }
        }
    }
}
