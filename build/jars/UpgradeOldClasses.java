import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites the classes of Java 5 and older in the jars of a folder as classes of Java 8, in place.
 *
 * <p>An AOT cache holds no class whose file is older than Java 6, because such a class has no stack maps. picocli, which
 * the server's command line is built on, is compiled for Java 5: without this, 150 of its classes are parsed and verified
 * at every start, for 0.1 to 0.2 s. Jars without such classes are not touched.
 */
class UpgradeOldClasses {

    private static final int JAVA_6 = 50;
    private static final int JAVA_8 = 52;
    private static final int MAGIC = 0xCAFEBABE;

    public static void main(String[] arguments) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
        try (URLClassLoader libraries = new URLClassLoader(jars.stream().map(UpgradeOldClasses::url).toArray(URL[]::new))) {
            ClassFile classFile = ClassFile.of(
                    StackMapsOption.GENERATE_STACK_MAPS,
                    ClassHierarchyResolverOption.of(
                            ClassHierarchyResolver.ofResourceParsing(libraries).cached()));
            for (Path jar : jars) {
                if (hasOldClasses(jar)) {
                    rewrite(jar, classFile);
                }
            }
        }
    }

    private static boolean hasOldClasses(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.getName().endsWith(".class") && isOld(zip.getInputStream(entry).readNBytes(8))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isOld(byte[] start) {
        ByteBuffer header = ByteBuffer.wrap(start);
        return start.length >= 8 && header.getInt(0) == MAGIC && header.getShort(6) < JAVA_6;
    }

    private static void rewrite(Path jar, ClassFile classFile) throws IOException {
        Path rewritten = jar.resolveSibling(jar.getFileName() + ".rewritten");
        try (ZipFile zip = new ZipFile(jar.toFile());
                OutputStream out = Files.newOutputStream(rewritten);
                ZipOutputStream target = new ZipOutputStream(out)) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                byte[] bytes = zip.getInputStream(entry).readAllBytes();
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(entry.getTimeLocal());
                target.putNextEntry(copy);
                boolean old = entry.getName().endsWith(".class") && isOld(bytes);
                target.write(old ? upgraded(bytes, classFile) : bytes);
            }
        }
        Files.delete(jar);
        Files.move(rewritten, jar);
    }

    private static byte[] upgraded(byte[] bytes, ClassFile classFile) {
        ClassTransform version = (builder, element) ->
                builder.with(element instanceof ClassFileVersion ? ClassFileVersion.of(JAVA_8, 0) : element);
        // Passing each method body through the builder is what makes the stack maps.
        return classFile.transformClass(
                classFile.parse(bytes), version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
