package dev.memoryservice.server.dashboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Looks at the open page with axe-core: WCAG 2.2 to level AA, and its best practices. */
final class Accessibility {

    private static final String AXE = read("/axe.min.js");

    private static final String RUN = """
            const done = arguments[arguments.length - 1];
            axe.run(document, {
              runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
              resultTypes: ['violations'],
            }).then(
              ({ violations }) => done(violations.flatMap((rule) => rule.nodes.map(
                (node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`))),
              (error) => done([String(error)]),
            );
            """;

    private Accessibility() {}

    static void assertGood(Browser browser, String where) {
        // A view of the same page has it already.
        if (Boolean.TRUE.equals(browser.script("return typeof axe === 'undefined'"))) {
            browser.script(AXE);
        }
        List<?> violations = (List<?>) browser.asyncScript(RUN);
        assertThat(violations).as("accessibility of %s", where).isEmpty();
    }

    private static String read(String resource) {
        try (InputStream file = Accessibility.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new AssertionError("not on the class path: " + resource);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
