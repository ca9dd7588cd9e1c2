package dev.memoryservice.server.dashboard.browser;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Memories as a team of agents has them, for views that people look at. */
final class Samples {

    private static final List<Map<String, Object>> NOTES = List.of(
            memory(
                    "The staging database moves to the new cluster on Friday; Ines owns the cut-over.",
                    "decision",
                    "ops",
                    "staging",
                    "database"),
            memory(
                    "Deployments to production need two approvals since the incident in March.",
                    "convention",
                    "ops",
                    "process"),
            memory(
                    "The customer in Osaka reads invoices as CSV with a semicolon, because of decimal commas.",
                    "fact",
                    "billing",
                    "customer:osaka"),
            memory("Retries of the payment gateway must carry the same idempotency key.", "bug", "billing", "payments"),
            memory("日本語のドキュメントは docs/ja にあります。", "reference", "docs", "i18n"),
            memory("המסמכים בעברית נמצאים בתיקייה docs/he", "reference", "docs", "i18n"),
            memory(
                    "Use the read replica for reports; the primary has no room for table scans.",
                    "convention",
                    "database",
                    "performance"),
            memory("Marta prefers short summaries with the numbers first.", "preference", "person:marta"),
            memory(
                    "averyveryverylongwordwithoutanyspace".repeat(6),
                    "observation",
                    "layout",
                    "a-tag-that-is-much-longer-than-tags-should-ever-be-but-is-allowed"),
            memory(
                    "Release notes:\n- search is faster\n- backups are verified\n- `memory_search` takes a time expression",
                    "reference",
                    "release",
                    "docs"));

    private Samples() {}

    static Stream<Map<String, Object>> all() {
        return Stream.concat(
                IntStream.range(0, 30)
                        .mapToObj(i -> memory(
                                "Session " + (i + 1)
                                        + ": reviewed the pull request about paging and agreed on cursors.",
                                "session",
                                "review",
                                "session:" + (i + 1))),
                NOTES.stream());
    }

    private static Map<String, Object> memory(String content, String type, String... tags) {
        return Map.of(
                "content",
                content,
                "memory_type",
                type,
                "tags",
                List.of(tags),
                "metadata",
                Map.of("agent", "planner", "confidence", 0.92));
    }
}
