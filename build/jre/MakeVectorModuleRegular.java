import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.net.URI;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Clears the mark "incubating" of {@code jdk.incubator.vector} in the {@code lib/modules} file of a copy of this JDK.
 *
 * <p>The virtual machine keeps neither the module graph nor linked classes and lambdas in an AOT cache when an incubating
 * module is in use: the server then starts in 1.3 s instead of 0.85 s. The mark does nothing else but hide the module
 * until it is asked for, and warn. It is two bytes in the module's descriptor (JVM specification as extended by JEP 11:
 * attribute {@code ModuleResolution}), which is stored uncompressed, so they are overwritten in place. A JDK without the
 * mark is left as it is.
 */
class MakeVectorModuleRegular {

    private static final String DESCRIPTOR = "/modules/jdk.incubator.vector/module-info.class";

    public static void main(String[] args) throws IOException {
        Path descriptor = FileSystems.getFileSystem(URI.create("jrt:/")).getPath(DESCRIPTOR);
        if (!Files.exists(descriptor)) {
            return;
        }
        byte[] marked = Files.readAllBytes(descriptor);
        ClassFile classFile = ClassFile.of();
        boolean incubating = classFile.parse(marked).findAttribute(Attributes.moduleResolution()).isPresent();
        if (incubating) {
            overwrite(Path.of(args[0]), marked, offsetOfFlags(marked));
        }
    }

    /** The attribute is its name's index (u2), its length (u4, always 2) and its flags (u2, here at most 15). */
    private static int offsetOfFlags(byte[] descriptor) {
        List<Integer> found = new ArrayList<>();
        for (int i = 2; i + 6 <= descriptor.length; i++) {
            boolean lengthOfTwo = descriptor[i] == 0
                    && descriptor[i + 1] == 0
                    && descriptor[i + 2] == 0
                    && descriptor[i + 3] == 2;
            if (lengthOfTwo && descriptor[i + 4] == 0 && descriptor[i + 5] == 0b1001) {
                found.add(i + 4);
            }
        }
        return onlyOne(found, "attribute ModuleResolution in " + DESCRIPTOR);
    }

    private static void overwrite(Path modules, byte[] descriptor, int offsetOfFlags) throws IOException {
        try (FileChannel file = FileChannel.open(modules, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer image = file.map(FileChannel.MapMode.READ_WRITE, 0, file.size());
            List<Integer> found = new ArrayList<>();
            for (int i = 0; i + descriptor.length <= image.limit(); i++) {
                if (startsAt(image, i, descriptor)) {
                    found.add(i);
                }
            }
            int flags = onlyOne(found, DESCRIPTOR + " in " + modules) + offsetOfFlags;
            image.putShort(flags, (short) 0);
            image.force();
        }
    }

    private static boolean startsAt(MappedByteBuffer image, int offset, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (image.get(offset + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static int onlyOne(List<Integer> offsets, String what) {
        if (offsets.size() != 1) {
            throw new IllegalStateException("Expected one place of " + what + ", found " + offsets.size());
        }
        return offsets.getFirst();
    }
}
