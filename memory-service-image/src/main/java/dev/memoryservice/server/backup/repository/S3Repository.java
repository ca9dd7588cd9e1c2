package dev.memoryservice.server.backup.repository;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Backups in a bucket of an object store. An object is there when all of it is: a large one is sent in parts of equal
 * size, as some stores ask for, and made of them at the end.
 */
public final class S3Repository implements Repository {

    private static final Logger LOG = Logger.getLogger(S3Repository.class);

    /** A bucket takes 10,000 parts of at least 5 MiB for an object: 156 GiB of these. */
    private static final int PART_BYTES = 16 << 20;

    private static final String NOTE = ".json";

    private final S3Location location;
    private final Bucket bucket;

    public S3Repository(S3Location location) {
        this.location = location;
        this.bucket = new Bucket(location);
    }

    @Override
    public String place() {
        return location.place();
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public List<Stored> list() {
        return objects(SUFFIX).stream()
                .map(object -> new Stored(name(object.key(), SUFFIX), object.size()))
                .toList();
    }

    @Override
    public void write(String id, Writing writing) {
        try (Parts parts = new Parts(location.key(id + SUFFIX))) {
            writing.to(parts);
            parts.complete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream read(String id) {
        return bucket.read(location.key(id + SUFFIX));
    }

    @Override
    public boolean delete(String id) {
        boolean there = objects(SUFFIX).stream()
                        .anyMatch(object -> name(object.key(), SUFFIX).equals(id))
                || note(id).isPresent();
        bucket.delete(location.key(id + SUFFIX));
        bucket.delete(location.key(id + NOTE));
        return there;
    }

    @Override
    public List<String> notes() {
        return objects(NOTE).stream().map(object -> name(object.key(), NOTE)).toList();
    }

    @Override
    public Optional<byte[]> note(String id) {
        return bucket.find(location.key(id + NOTE));
    }

    @Override
    public void saveNote(String id, byte[] note) {
        bucket.put(location.key(id + NOTE), note);
    }

    @Override
    public void removeLeftovers() {
        bucket.uploads(location.key("")).stream()
                .filter(upload -> upload.key().endsWith(SUFFIX))
                .forEach(bucket::abort);
    }

    private List<Bucket.Found> objects(String suffix) {
        String prefix = location.key("");
        return bucket.list(prefix).stream()
                .filter(object -> object.key().endsWith(suffix))
                .filter(object -> object.key().indexOf('/', prefix.length()) < 0)
                .toList();
    }

    private String name(String key, String suffix) {
        return key.substring(location.key("").length(), key.length() - suffix.length());
    }

    /** The bytes of an object on their way, a part at a time. */
    private final class Parts extends OutputStream {

        private final String key;
        private final byte[] buffer = new byte[PART_BYTES];
        private final List<String> tags = new ArrayList<>();
        private int filled;
        private Optional<Bucket.Upload> upload = Optional.empty();
        private boolean complete;

        Parts(String key) {
            this.key = key;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            int written = 0;
            while (written < length) {
                if (filled == PART_BYTES) {
                    send();
                }
                int some = Math.min(length - written, PART_BYTES - filled);
                System.arraycopy(bytes, offset + written, buffer, filled, some);
                filled += some;
                written += some;
            }
        }

        private void send() {
            Bucket.Upload begun = upload.orElseGet(() -> bucket.begin(key));
            upload = Optional.of(begun);
            tags.add(bucket.put(begun, tags.size() + 1, Arrays.copyOf(buffer, filled)));
            filled = 0;
        }

        void complete() {
            if (upload.isEmpty()) {
                bucket.put(key, Arrays.copyOf(buffer, filled));
            } else {
                send();
                bucket.complete(upload.get(), tags);
            }
            complete = true;
        }

        @Override
        public void close() {
            if (!complete && upload.isPresent()) {
                try {
                    bucket.abort(upload.get());
                } catch (RepositoryException e) {
                    LOG.warnf("The parts of %s stay in the bucket until the next start: %s", key, e.getMessage());
                }
            }
        }
    }
}
