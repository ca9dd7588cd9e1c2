package dev.memoryservice.server.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The users of one directory, as it is now, and whose key one is. What cannot be read stays as it was before. */
final class WatchedUsers {

    private static final Logger LOG = Logger.getLogger(WatchedUsers.class);

    private final String setting;
    private final UsersDirectory directory;
    private final LastUses uses;
    private final Clock clock = Clock.systemUTC();
    private volatile Snapshot now = new Snapshot(Map.of(), Map.of());
    private Map<String, String> lastProblems = Map.of();

    /** @param byKey the users by their keys; a key that two users have leads to neither */
    private record Snapshot(Map<String, User> byName, Map<SecretDigest, Owner> byKey) {

        private record Owner(User user, User.Key key) {}

        static Snapshot of(Map<String, User> users) {
            Map<SecretDigest, Owner> owners = new HashMap<>();
            Map<SecretDigest, String> shared = new HashMap<>();
            for (User user : new TreeMap<>(users).values()) {
                for (User.Key key : user.keys()) {
                    Owner other = owners.putIfAbsent(key.digest(), new Owner(user, key));
                    if (other != null && !other.user().name().equals(user.name())) {
                        shared.put(key.digest(), other.user().name() + " and " + user.name());
                    }
                }
            }
            shared.forEach((key, names) -> {
                owners.remove(key);
                LOG.warnf("The users %s have the same key, which therefore opens nothing: give each its own", names);
            });
            return new Snapshot(users, owners);
        }
    }

    /** @param setting what the directory is called in the configuration, for messages */
    WatchedUsers(Path directory, String setting, ObjectMapper json, LastUses uses) {
        this.setting = setting;
        this.directory = new UsersDirectory(directory, json);
        this.uses = uses;
    }

    /**
     * Reads the directory now, and again and again from then on.
     *
     * @param changed told of the users at first, and of every change
     * @throws ConfigurationException when it cannot be read at first
     */
    void start(RepeatedReading repeatedly, Consumer<Map<String, User>> changed) {
        try {
            read(changed);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "The users cannot be read from " + setting + ": "
                            + e.getClass().getSimpleName() + " " + e.getMessage(),
                    e);
        }
        repeatedly.start(() -> readAgain(changed));
    }

    /** The users by name. */
    Map<String, User> byName() {
        return now.byName();
    }

    /**
     * Whose key this is.
     *
     * @param credential what keys of this directory are to the caller's audit
     */
    Verdict judge(String token, Caller.Credential credential) {
        Snapshot.Owner owner = now.byKey().get(SecretDigest.of(token));
        if (owner == null) {
            return Verdict.UNKNOWN;
        }
        User user = owner.user();
        if (user.suspended()) {
            return rejected(user, "The user '" + user.name() + "' is suspended: ask who runs this server");
        }
        Instant moment = clock.instant();
        if (owner.key().expired(moment)) {
            return rejected(
                    user,
                    "This API key of the user '" + user.name() + "' expired at "
                            + owner.key().notAfter().orElseThrow() + ": take the present one from its Secret");
        }
        uses.used(owner.key().digest());
        return new Verdict.Accepted(user.caller(credential, owner.key()));
    }

    /** Whether a caller with a key of this directory would be let in now. */
    boolean admits(Caller caller) {
        return caller.key()
                .map(now.byKey()::get)
                .filter(owner -> !owner.user().suspended() && !owner.key().expired(clock.instant()))
                .filter(owner -> owner.user().caller(caller.credential()).covers(caller))
                .isPresent();
    }

    private static Verdict rejected(User user, String detail) {
        return new Verdict.Rejected(user.name(), 403, "invalid_token", detail);
    }

    private void read(Consumer<Map<String, User>> changed) throws IOException {
        UsersDirectory.Contents contents = directory.read();
        contents.problems().forEach((file, problem) -> {
            if (!problem.equals(lastProblems.get(file))) {
                LOG.warnf("The file %s of a user %s; the user stays as it was before", file, problem);
            }
        });
        lastProblems = contents.problems();
        if (!contents.users().equals(now.byName())) {
            LOG.debugf("%s changed: %d users now", setting, contents.users().size());
            now = Snapshot.of(contents.users());
            changed.accept(contents.users());
        }
    }

    private void readAgain(Consumer<Map<String, User>> changed) {
        try {
            read(changed);
        } catch (IOException e) {
            Map<String, String> problem = Map.of("", String.valueOf(e.getMessage()));
            if (!problem.equals(lastProblems)) {
                LOG.warnf("%s could not be read again, its users stay as they were: %s", setting, e.getMessage());
                lastProblems = problem;
            }
        }
    }
}
