package dev.memoryservice.server.store.sqlite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which kind of file system a path is on, read from the text of {@code /proc/self/mountinfo} (proc(5)), and whether
 * SQLite can live there: its locks and its shared memory work only where every program on every machine that sees
 * the file sees the same ones.
 */
final class MountTable {

    private static final Set<String> NETWORK = Set.of(
            "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "ceph", "glusterfs", "lustre", "beegfs", "davfs");

    /** FUSE file systems that keep the files on a local disk; every other one is a cloud or a remote machine. */
    private static final Set<String> LOCAL_FUSE = Set.of(
            "fuseblk", "fuse.ntfs-3g", "fuse.fuse-overlayfs", "fuse.ext4", "fuse.fuse2fs", "fuse.lxcfs", "fuse.bindfs");

    private static final Set<String> SYNCHRONISED_FOLDERS = Set.of(
            "dropbox", "onedrive", "google drive", "googledrive", "icloud drive", "mobile documents", "nextcloud");

    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    private final List<Mount> mounts = new ArrayList<>();

    private record Mount(Path point, String type) {}

    /** @param mountInfo the text of {@code /proc/self/mountinfo}; lines that are not understood are skipped */
    MountTable(String mountInfo) {
        for (String line : mountInfo.split("\n", -1)) {
            String[] halves = line.split(" - ", 2);
            String[] before = halves[0].split(" ", -1);
            if (halves.length == 2 && before.length > 4) {
                mounts.add(new Mount(Path.of(unescape(before[4])), halves[1].split(" ", 2)[0]));
            }
        }
    }

    /** The type of the file system that holds {@code path}, an absolute path without links. */
    Optional<String> typeOf(Path path) {
        Mount deepest = null;
        for (Mount mount : mounts) {
            // Of two mounts on one point the later one hides the earlier.
            if (path.startsWith(mount.point())
                    && (deepest == null
                            || mount.point().getNameCount() >= deepest.point().getNameCount())) {
                deepest = mount;
            }
        }
        return Optional.ofNullable(deepest).map(Mount::type);
    }

    /** Why SQLite must not keep a file at {@code path}; empty when it may. */
    Optional<String> objectionTo(Path path) {
        String type = typeOf(path).orElse("unknown");
        if (NETWORK.contains(type)) {
            return Optional.of("it is on a network file system (%s), whose locks do not protect SQLite from corruption"
                    .formatted(type));
        }
        if ((type.equals("fuse") || type.startsWith("fuse.")) && !LOCAL_FUSE.contains(type)) {
            return Optional.of("it is on a remote or cloud file system (%s), which copies the file while it is written"
                    .formatted(type));
        }
        for (Path part : path) {
            if (SYNCHRONISED_FOLDERS.contains(part.toString().toLowerCase(java.util.Locale.ROOT))) {
                return Optional.of(
                        "'%s' is the folder of a synchronisation service, which copies the file while it is written"
                                .formatted(part));
            }
        }
        return Optional.empty();
    }

    /** Blanks, tabs, line ends and backslashes are written as octal numbers. */
    private static String unescape(String text) {
        return OCTAL.matcher(text)
                .replaceAll(
                        match -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 8))));
    }
}
