package dev.memoryservice.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountTableTest {

    private static final String MOUNTS = """
            21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
            30 21 0:40 / /proc rw shared:5 - proc proc rw
            31 21 0:50 / /data rw,relatime - nfs4 server:/export rw,vers=4.2
            32 31 8:17 / /data/local rw - xfs /dev/sdb1 rw
            33 21 0:51 / /mnt/with\\040blank rw master:1 propagate_from:2 - cifs //server/share rw
            34 21 0:52 / /mnt/cloud rw - fuse.rclone remote: rw
            35 21 0:53 / /mnt/disk rw - fuseblk /dev/sdc1 rw
            36 21 0:54 / /twice rw - nfs server:/old rw
            37 21 8:33 / /twice rw - ext4 /dev/sdd1 rw
            not a mount
            """;

    private final MountTable mounts = new MountTable(MOUNTS);

    @ParameterizedTest
    @CsvSource({
        "/home/user/memory.db, ext4",
        "/data/memory.db, nfs4",
        "/database/memory.db, ext4",
        "/data/local/memory.db, xfs",
        "/mnt/with blank/memory.db, cifs",
        "/twice/memory.db, ext4",
    })
    void theDeepestMountHoldsTheFile(Path file, String type) {
        assertThat(mounts.typeOf(file)).contains(type);
    }

    @ParameterizedTest
    @CsvSource({
        "/data/memory.db, network file system (nfs4)",
        "/mnt/with blank/memory.db, network file system (cifs)",
        "/mnt/cloud/memory.db, cloud file system (fuse.rclone)",
        "/home/user/Dropbox/memory.db, is the folder of a synchronisation service",
    })
    void storageThatWouldLoseDataIsRefusedWithTheReason(Path file, String reason) {
        assertThat(mounts.objectionTo(file))
                .hasValueSatisfying(objection -> assertThat(objection).contains(reason));
    }

    @ParameterizedTest
    @CsvSource({"/memory.db", "/data/local/memory.db", "/mnt/disk/memory.db", "/twice/memory.db"})
    void localStorageIsAccepted(Path file) {
        assertThat(mounts.objectionTo(file)).isEmpty();
    }

    @Test
    void withoutAMountTableThereIsNoObjection() {
        assertThat(new MountTable("").objectionTo(Path.of("/data/memory.db"))).isEmpty();
    }
}
