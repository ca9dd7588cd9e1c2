package dev.memoryservice.operator.cache;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that keeps what was put or asked for last and forgets the rest. For one thread at a time. */
public final class MostRecent<K, V> extends LinkedHashMap<K, V> {

    private final int most;

    /** @param most how many entries are kept */
    public MostRecent(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
