package dev.memoryservice.operator.memoryuser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoryservice.operator.memoryuser.UserDirectory.Contents;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class UserDirectoryTest {

    private final SequencedMap<String, String> files = new LinkedHashMap<>();

    UserDirectoryTest() {
        files.put("zoe", "12345");
        files.put("bob", "12345");
        files.put("alice", "12345");
    }

    @Test
    void everyoneIsInWhileThereIsRoom() {
        Contents contents = Contents.fitting(files, 15);

        assertThat(contents.files()).containsOnlyKeys("alice.json", "bob.json", "zoe.json");
        assertThat(contents.overflow()).isEmpty();
    }

    @Test
    void thoseWhoWereThereFirstStay() {
        Contents contents = Contents.fitting(files, 14);

        assertThat(contents.files()).containsOnlyKeys("bob.json", "zoe.json");
        assertThat(contents.overflow()).containsExactly("alice");
    }
}
