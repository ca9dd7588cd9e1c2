package dev.memoryservice.e2e.cluster;

import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A volume that can be made to fail as disks do: a real ext4 in a file of the node, which a claim gets that asks for its
 * storage class.
 */
public final class FaultyVolume implements AutoCloseable {

    private static final String FOLDER = "/var/lib/faulty-volumes/";
    private static final int CUT_OFF = 200;

    private final Node node;
    private final String name;
    private final int mebibytes;

    private FaultyVolume(Node node, String name, int mebibytes) {
        this.node = node;
        this.name = name;
        this.mebibytes = mebibytes;
    }

    /** Makes a volume of this size on the node, for claims with {@code ReadWriteOnce}. */
    public static FaultyVolume on(Node node, int mebibytes) {
        return on(node, mebibytes, "ReadWriteOnce");
    }

    /** Makes a volume of this size on the node, for claims with this access mode. */
    public static FaultyVolume on(Node node, int mebibytes, String accessMode) {
        FaultyVolume volume =
                new FaultyVolume(node, "faulty-" + UUID.randomUUID().toString().substring(0, 6), mebibytes);
        // Without a reserve for root, which would hide that it is full.
        node.shell("mkdir -p %1$s && truncate -s %2$dM %1$s.img && mkfs.ext4 -q -F -m 0 %1$s.img"
                .formatted(volume.path(), mebibytes));
        volume.mount();
        volume.offer(accessMode);
        return volume;
    }

    /** The storage class of a claim that is to get this volume. */
    public String storageClass() {
        return name;
    }

    /** The folder with the data, as the node sees it. */
    public String path() {
        return FOLDER + name;
    }

    private void mount() {
        node.shell("mount -o loop,errors=remount-ro %1$s.img %1$s && chmod 0777 %1$s".formatted(path()));
    }

    private void offer(String accessMode) {
        ClusterUnderTest.client()
                .resource(new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withCapacity(Map.of("storage", new Quantity(mebibytes + "Mi")))
                        .withAccessModes(accessMode)
                        .withStorageClassName(name)
                        .withPersistentVolumeReclaimPolicy("Retain")
                        .withNewLocal()
                        .withPath(path())
                        .endLocal()
                        .withNewNodeAffinity()
                        .withNewRequired()
                        .addNewNodeSelectorTerm()
                        .addNewMatchExpression()
                        .withKey("kubernetes.io/hostname")
                        .withOperator("In")
                        .withValues(node.name())
                        .endMatchExpression()
                        .endNodeSelectorTerm()
                        .endRequired()
                        .endNodeAffinity()
                        .endSpec()
                        .build())
                .create();
    }

    /** Has claims of its storage class ask for larger volumes; who gives them is {@link #grow}. */
    public FaultyVolume withExpansion() {
        ClusterUnderTest.client()
                .resource(new StorageClassBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withProvisioner("kubernetes.io/no-provisioner")
                        .withAllowVolumeExpansion(true)
                        .build())
                .create();
        return this;
    }

    /**
     * Makes the volume and its file system larger while no pod uses it, and reports that, as the driver of a storage does that
     * cannot do it while one does. (The other way needs a right of the node's root that test machines often lack.)
     */
    public void grow(String namespace, String claim, int larger) {
        whileUnmounted("truncate -s %2$dM %1$s.img && resize2fs %1$s.img".formatted(path(), larger));
        Quantity capacity = new Quantity(larger + "Mi");
        ClusterUnderTest.client().persistentVolumes().withName(name).edit(volume -> {
            volume.getSpec().setCapacity(Map.of("storage", capacity));
            return volume;
        });
        ClusterUnderTest.client()
                .persistentVolumeClaims()
                .inNamespace(namespace)
                .withName(claim)
                .editStatus(found -> {
                    found.getStatus().setCapacity(Map.of("storage", capacity));
                    return found;
                });
    }

    /** Leaves no room. */
    public void fill() {
        node.shell("dd if=/dev/zero of=%s/ballast bs=16k 2>/dev/null || true".formatted(path()));
    }

    /** Gives the room back. */
    public void free() {
        node.shell("rm -f %s/ballast".formatted(path()));
    }

    /** Lets the pod's container write once a second, and not more often. */
    public void slowDown(Pod pod) {
        node.throttleWrites(pod, path(), 1);
    }

    /** Ends {@link #slowDown}. */
    public void speedUp(Pod pod) {
        node.throttleWrites(pod, path(), 0);
    }

    /** Has the kernel find an error in the file system, after which it takes no more writes until it was repaired. */
    public void breakFileSystem() {
        node.shell("echo 1 > /sys/fs/ext4/$(basename $(findmnt -no SOURCE %s))/trigger_fs_error".formatted(path()));
    }

    /** Repairs it, as an administrator does while no pod uses it. */
    public void repairFileSystem() {
        whileUnmounted("true");
    }

    private void whileUnmounted(String command) {
        // 1: errors were corrected. The container runtime may hold the mount for a moment after the pod is gone.
        node.shell("""
                umount %1$s
                for i in $(seq 100); do losetup -j %1$s.img | grep -q . || break; sleep 0.1; done
                e2fsck -fy %1$s.img || test $? = 1
                %2$s
                """.formatted(path(), command));
        mount();
    }

    /** Writes over the middle third of a file, as a disk does that lies about what it has written. */
    public void damage(String file) {
        node.shell("""
                third=$(($(stat -c %%s %1$s/%2$s) / 3))
                dd if=/dev/urandom of=%1$s/%2$s bs=4096 seek=$third count=$third oflag=seek_bytes \\
                  iflag=count_bytes,fullblock conv=notrunc 2>/dev/null
                """.formatted(path(), file));
    }

    /** Cuts off the end of a file, as a copy does that was broken off. */
    public void truncate(String file) {
        node.shell("truncate -s -%d %s/%s".formatted(CUT_OFF, path(), file));
    }

    /** The names of everything on it. */
    public List<String> files() {
        return node.shell("ls -A " + path()).lines().toList();
    }

    @Override
    public void close() {
        ClusterUnderTest.client().persistentVolumes().withName(name).delete();
        ClusterUnderTest.client().storage().v1().storageClasses().withName(name).delete();
        node.shell("umount --lazy %1$s; rm -rf %1$s.img".formatted(path()));
    }
}
