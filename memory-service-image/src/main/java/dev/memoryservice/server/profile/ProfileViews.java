package dev.memoryservice.server.profile;

import java.time.Instant;
import java.util.List;

/**
 * The three views of what is known, computed from a sample of the memories.
 *
 * @param shortTerm the latest memories, newest first
 * @param midTerm the topics of the recent weeks
 * @param user what the user said of the user
 * @param agent what the agent said of the agent
 * @param names what the user keeps coming back to
 * @param read how many memories were read
 * @param total how many there are
 */
record ProfileViews(
        List<LatestMemory> shortTerm,
        List<Topic> midTerm,
        List<Knowledge> user,
        List<Knowledge> agent,
        List<RecurringName> names,
        int read,
        long total) {

    private static final int LATEST = 10;

    static ProfileViews of(MemorySample sample, Instant now) {
        List<Utterance> all = sample.all();
        return new ProfileViews(
                sample.newest().stream().limit(LATEST).map(LatestMemory::of).toList(),
                Topics.of(sample.newest(), now),
                Facts.ofUser(all),
                Facts.ofAgent(all),
                RecurringName.in(all),
                all.size(),
                sample.total());
    }
}
