package dev.memoryservice.server.auth;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells those who have let callers in for longer than a request that keys or users are other ones now. */
@Singleton
public final class CredentialChanges {

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Tells {@code listener} of every change from now on; it must not block for long. */
    public void tell(Runnable listener) {
        listeners.add(listener);
    }

    void happened() {
        listeners.forEach(Runnable::run);
    }
}
