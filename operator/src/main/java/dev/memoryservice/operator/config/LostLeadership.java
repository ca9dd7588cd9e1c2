package dev.memoryservice.operator.config;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Ends the process when it lost the lease, because another replica may reconcile from now on; Kubernetes starts it again
 * as a standby.
 *
 * <p>The SDK can do the same by {@code System.exit}, but does so also while the process is already stopping, where it
 * waits for itself for ever.
 */
@Singleton
class LostLeadership {

    private static final Logger LOG = Logger.getLogger(LostLeadership.class);

    private volatile boolean stopping;

    /** Before everyone else: the SDK gives the lease back while it stops. */
    void stop(@Observes @Priority(1) ShutdownEvent event) {
        stopping = true;
    }

    void end() {
        if (!stopping) {
            LOG.error("This replica lost the lease and ends, so that no two replicas reconcile at once");
            Runtime.getRuntime().halt(1);
        }
    }
}
