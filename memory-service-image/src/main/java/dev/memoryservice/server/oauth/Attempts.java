package dev.memoryservice.server.oauth;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts what may be done a few times in a while, by who does it. Bounded: of more names than are kept, those counted
 * longest ago are forgotten.
 */
public final class Attempts {

    private static final int MOST_NAMES = 10_000;

    private final int most;
    private final Duration window;
    private final Clock clock;

    /** In the order in which the windows began, which is the order in which they end. */
    private final Map<String, Window> windows = new LinkedHashMap<>();

    private record Window(Instant end, int count) {}

    private Attempts(int most, Duration window, Clock clock) {
        this.most = most;
        this.window = window;
        this.clock = clock;
    }

    /** Makes them, by this clock. */
    public static Factory with(Clock clock) {
        return new Factory(clock);
    }

    /** Makes them. */
    @Singleton
    public static final class Factory {

        private final Clock clock;

        Factory(Clock clock) {
            this.clock = clock;
        }

        /**
         * Counts up to {@code most}.
         *
         * @param window how long a name's attempts count, from the first of them on
         */
        public Attempts limitedTo(int most, Duration window) {
            return new Attempts(most, window, clock);
        }
    }

    /** Whether there were too many already. */
    public synchronized boolean exceeded(String name) {
        forget();
        Window found = windows.get(name);
        return found != null && found.count() >= most;
    }

    /** Counts one. */
    public synchronized void count(String name) {
        forget();
        Window found = windows.get(name);
        if (found == null) {
            windows.put(name, new Window(clock.instant().plus(window), 1));
        } else {
            windows.replace(name, new Window(found.end(), found.count() + 1));
        }
    }

    /** Starts again with none. */
    public synchronized void clear(String name) {
        windows.remove(name);
    }

    private void forget() {
        Instant now = clock.instant();
        Iterator<Window> oldestFirst = windows.values().iterator();
        while (oldestFirst.hasNext()) {
            if (oldestFirst.next().end().isAfter(now) && windows.size() < MOST_NAMES) {
                return;
            }
            oldestFirst.remove();
        }
    }
}
