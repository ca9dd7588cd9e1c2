package dev.memoryservice.operator.memoryuser;

import dev.memoryservice.crds.v1alpha1.MemoryService;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts together what a server is told of all its users. */
@Singleton
public class UserDirectory {

    /** A Secret holds at most 1 MiB of values; the names of a thousand entries need room in the request, too. */
    private static final int MOST_BYTES = 1_000_000;

    private final UserRegistry registry;
    private final UserValidation validation;

    UserDirectory(UserRegistry registry, UserValidation validation) {
        this.registry = registry;
        this.validation = validation;
    }

    /**
     * The directory of one server.
     *
     * @param files the files by their names
     * @param overflow names of the users that did not fit, the youngest
     */
    public record Contents(SortedMap<String, String> files, Set<String> overflow) {

        /** As many files as fit, of the oldest users. */
        static Contents fitting(SequencedMap<String, String> filesOfOldestFirst, int mostBytes) {
            SortedMap<String, String> files = new TreeMap<>();
            Set<String> overflow = new HashSet<>();
            int bytes = 0;
            for (var file : filesOfOldestFirst.entrySet()) {
                int size = file.getValue().getBytes(StandardCharsets.UTF_8).length;
                if (bytes + size <= mostBytes) {
                    bytes += size;
                    files.put(UserNames.file(file.getKey()), file.getValue());
                } else {
                    overflow.add(file.getKey());
                }
            }
            return new Contents(files, overflow);
        }
    }

    /** Every accepted user that has its credentials already; costs about 50 microseconds for each. */
    public Contents of(MemoryService service) {
        List<String> modes = ServiceState.modes(service);
        SequencedMap<String, String> files = new LinkedHashMap<>();
        registry.usersOf(ResourceID.fromResource(service)).stream()
                .filter(user -> user.getMetadata().getDeletionTimestamp() == null)
                .filter(user -> validation.refuse(user, modes).isEmpty())
                .sorted(UserValidation.BY_AGE)
                .forEach(user -> registry.credentials(user)
                        .ifPresent(credentials -> files.put(
                                user.getMetadata().getName(),
                                UserFile.of(user, credentials).json())));
        return Contents.fitting(files, MOST_BYTES);
    }
}
