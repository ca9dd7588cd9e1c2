package dev.memoryservice.server.store.sqlite;

import dev.memoryservice.server.memory.StoreUnavailableException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps searches out of the moment in which the rows of a database and the vectors beside it are both replaced: each
 * search sees both as they were, or both as they are. Costs a search some 50 ns.
 */
final class SearchGate {

    private static final long LONGEST_WAIT_SECONDS = 5;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    /** Something to do while no search is on its way. */
    @FunctionalInterface
    interface Change<E extends Exception> {
        void run() throws E;
    }

    /**
     * Reads rows and vectors.
     *
     * @throws StoreUnavailableException when a change takes longer than five seconds
     */
    <T> T search(ReaderPool readers, ReaderPool.Reading<T> search) {
        try {
            if (!lock.readLock().tryLock(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreUnavailableException("A restore is just taking effect. Search again in some seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("The request was cancelled while it waited for a restore", e);
        }
        try {
            return readers.read(search);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Waits for the searches that are on their way, and keeps others out until the change is made. */
    <E extends Exception> void change(Change<E> change) throws E {
        lock.writeLock().lock();
        try {
            change.run();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
