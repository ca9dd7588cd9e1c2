package dev.memoryservice.server.profile;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that a person says of him- or herself, in that person's own words.
 *
 * @param category what it is about
 * @param text the clause, as it was said
 * @param subject what can only have one answer at a time ({@code home}, {@code favourite colour}, {@code taste tea}):
 *     of several statements with the same subject the newest holds; empty where several may hold
 * @param saidAt when
 * @param contentHash the memory it was said in
 */
record Statement(Category category, String text, Optional<String> subject, Instant saidAt, String contentHash) {

    /** What a statement is about, most telling first. */
    enum Category {
        IDENTITY,
        PEOPLE,
        WORK,
        PREFERENCE,
        HABIT,
        SKILL,
        GOAL
    }
}
