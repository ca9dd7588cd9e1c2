package dev.memoryservice.server.embedding;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The way to onnxruntime for everything here: with its telemetry off before its library is loaded.
 *
 * <p>The library collects and sends usage data unless ORT_DISABLE_TELEMETRY is in the process's environment when it
 * is loaded; the option of its API comes too late. A memory server sends nothing to anybody, and onnxruntime 1.29
 * besides ends the process by a segmentation fault when its collector starts in some containers. So the variable is
 * put into the environment here, for those who start the server without it.
 */
final class OnnxEnvironment {

    private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

    private OnnxEnvironment() {}

    /** The process's onnxruntime. */
    static OrtEnvironment get() throws OrtException {
        if (System.getenv(VARIABLE) == null) {
            setVariable();
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        environment.setTelemetry(false);
        return environment;
    }

    /** setenv(3); Java itself can only read the environment. */
    @SuppressWarnings("restricted") // native access is granted on the command line, as onnxruntime itself needs it
    private static void setVariable() {
        Linker linker = Linker.nativeLinker();
        MethodHandle setenv = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("setenv"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(VARIABLE);
            MemorySegment value = arena.allocateFrom("1");
            int result = (int) setenv.invokeExact(name, value, 1);
            if (result != 0) {
                throw new IllegalStateException("Cannot set " + VARIABLE + "; set it before starting");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("Cannot set " + VARIABLE + "; set it before starting", e);
        }
    }
}
