package dev.memoryservice.server.document.extract;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;

/** The headings that the text being read stands under. */
final class Headings {

    /** Nobody reads more, and the path is put together anew for each paragraph. */
    private static final int LONGEST = 200;

    private record Heading(int level, String text) {}

    private final Deque<Heading> open = new ArrayDeque<>();

    /** @param level 1 for the outermost */
    void enter(int level, String text) {
        while (!open.isEmpty() && open.getLast().level() >= level) {
            open.removeLast();
        }
        if (!text.isBlank()) {
            String line = text.strip().replaceAll("\\s+", " ");
            open.addLast(new Heading(level, line.substring(0, Math.min(line.length(), LONGEST))));
        }
    }

    String path() {
        return open.stream().map(Heading::text).collect(Collectors.joining(" > "));
    }
}
