package dev.memoryservice.operator.memoryrestore;

import dev.memoryservice.crds.v1alpha1.backup.RestorePhase;
import dev.memoryservice.operator.backup.ServerRestore;
import java.util.Optional;

/**
 * How far one restore is.
 *
 * @param restore as the server said it last
 * @param message why it waits or what went wrong, for people
 */
public record RestoreProgress(RestorePhase phase, Optional<ServerRestore> restore, Optional<String> message) {

    /** It waits, for this reason. */
    public static RestoreProgress pending(String message) {
        return new RestoreProgress(RestorePhase.PENDING, Optional.empty(), Optional.of(message));
    }

    static RestoreProgress failed(String message) {
        return new RestoreProgress(RestorePhase.FAILED, Optional.empty(), Optional.of(message));
    }

    static RestoreProgress of(ServerRestore restore) {
        RestorePhase phase =
                switch (restore.state()) {
                    case RUNNING -> RestorePhase.RUNNING;
                    case SUCCEEDED -> RestorePhase.SUCCEEDED;
                    case FAILED -> RestorePhase.FAILED;
                };
        return new RestoreProgress(
                phase, Optional.of(restore), Optional.of(restore.message()).filter(text -> !text.isBlank()));
    }
}
