package dev.memoryservice.server.document.extract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;

/** Markdown: the blocks of the outermost level as they are written, under their headings. */
final class MarkdownReader implements DocumentReader {

    @Override
    public void read(Path file, ExtractionLimits limits, PassageSink sink)
            throws IOException, UnreadableDocumentException {
        String text = TextFile.read(file, limits);
        Parser parser =
                Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS).build();
        TextContentRenderer plain = TextContentRenderer.builder().build();
        Headings headings = new Headings();
        for (Node block = parser.parse(text).getFirstChild(); block != null; block = block.getNext()) {
            if (block instanceof Heading heading) {
                headings.enter(heading.getLevel(), plain.render(heading));
            } else {
                sink.paragraph(0, headings.path(), source(text, block.getSourceSpans()));
            }
        }
    }

    private static String source(String text, List<SourceSpan> lines) {
        if (lines.isEmpty()) {
            return "";
        }
        SourceSpan last = lines.getLast();
        return text.substring(lines.getFirst().getInputIndex(), last.getInputIndex() + last.getLength());
    }
}
