package dev.memoryservice.server.memory;

import dev.memoryservice.server.events.MemoryEvents;
import dev.memoryservice.server.request.RefusedException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Deletes and changes many memories at once. Each operation is done only when the caller says how many memories it will
 * affect. It is done in steps of {@link MemoryStore#LARGEST_BATCH}, the oldest memories first, so that other writers need
 * not wait for all of it; it never affects more memories than were confirmed. Every memory is told to the event streams.
 *
 * <p>Every method throws {@link RefusedException} when the confirmation is missing or wrong, with the right number, and
 * {@link StoreUnavailableException} when the store fails on the way: the steps before are done then.
 */
@Singleton
public final class BulkOperations {

    private final MemoryStore store;
    private final MemoryEvents events;

    BulkOperations(MemoryStore store, MemoryEvents events) {
        this.store = store;
        this.events = events;
    }

    /** How many memories match. */
    public long count(Space space, MemoryFilter filter) {
        return store.list(space, filter, 1, 1).total();
    }

    /** Deletes every memory that matches, and says how many. */
    public long delete(Space space, MemoryFilter filter, OptionalInt confirmed) {
        return inSteps(confirm(count(space, filter), confirmed), most -> {
            List<String> deleted = store.deleteOldest(space, filter, most);
            deleted.forEach(hash -> events.deleted(space, hash));
            return deleted.size();
        });
    }

    /** Deletes the memories with these content hashes, and says how many there were. */
    public long delete(Space space, List<String> contentHashes, OptionalInt confirmed) {
        List<String> there = contentHashes.stream()
                .map(hash -> hash.toLowerCase(Locale.ROOT))
                .distinct()
                .filter(hash -> store.find(space, hash).isPresent())
                .toList();
        confirm(there.size(), confirmed);
        long deleted = 0;
        for (int i = 0; i < there.size(); i += MemoryStore.LARGEST_BATCH) {
            List<String> step =
                    store.deleteAll(space, there.subList(i, Math.min(there.size(), i + MemoryStore.LARGEST_BATCH)));
            step.forEach(hash -> events.deleted(space, hash));
            deleted += step.size();
        }
        return deleted;
    }

    /**
     * Gives every memory with one tag another one in its place, which it may have already.
     *
     * @return how many memories there were; empty when none has the tag
     */
    public Optional<Long> renameTag(Space space, String tag, String newTag, OptionalInt confirmed) {
        String old = normal("old_tag", tag);
        String fresh = normal("new_tag", newTag);
        if (old.equals(fresh)) {
            throw new RefusedException(
                    RefusedException.Reason.BAD_VALUE, "new_tag is '" + fresh + "', as the old one: name another tag");
        }
        MemoryFilter tagged = MemoryFilter.byTags(List.of(old), MemoryFilter.TagMatch.ANY);
        long count = count(space, tagged);
        if (count == 0) {
            return Optional.empty();
        }
        return Optional.of(inSteps(confirm(count, confirmed), most -> {
            List<MemoryChange> changes = store.updateOldest(
                    space,
                    tagged,
                    most,
                    memory -> memory.withTags(replaced(memory.tags(), old, fresh), MemoryRules.now()));
            changes.forEach(change -> events.updated(space, change));
            return changes.size();
        }));
    }

    private static String normal(String name, String tag) {
        List<String> tags = MemoryRules.tags(List.of(tag));
        if (tags.isEmpty()) {
            throw new RefusedException(RefusedException.Reason.BAD_VALUE, name + " is blank: name a tag");
        }
        return tags.getFirst();
    }

    private static List<String> replaced(List<String> tags, String old, String fresh) {
        return tags.stream()
                .map(tag -> tag.equals(old) ? fresh : tag)
                .distinct()
                .toList();
    }

    private static long inSteps(long count, Function<Integer, Integer> step) {
        long done = 0;
        int last = -1;
        while (done < count && last != 0) {
            last = step.apply((int) Math.min(count - done, MemoryStore.LARGEST_BATCH));
            done += last;
        }
        return done;
    }

    private static long confirm(long count, OptionalInt confirmed) {
        if (confirmed.isEmpty()) {
            throw new RefusedException(
                    RefusedException.Reason.CONFLICT,
                    "Confirmation required: %d memories are affected; send confirm_count=%d to go on"
                            .formatted(count, count));
        }
        if (confirmed.getAsInt() != count) {
            throw new RefusedException(
                    RefusedException.Reason.CONFLICT,
                    "Confirmation count mismatch. Expected %d, got %d".formatted(count, confirmed.getAsInt()));
        }
        return count;
    }
}
