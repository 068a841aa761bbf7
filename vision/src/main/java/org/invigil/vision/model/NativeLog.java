package org.invigil.vision.model;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.tensorflowlite.global.tensorflowlite;
import org.invigil.vision.natives.Presets;

/**
 * What TensorFlow Lite prints on standard error by itself. It tells of every delegate it makes, which is nobody's business at a
 * terminal; warnings and errors stay. The Java binding does not carry {@code tflite::LoggerOptions}, so the function is looked up
 * in the library by its C++ name; where a compiler has named it differently the line is printed and nothing else happens.
 */
final class NativeLog {

    private static final String SET_MINIMUM_SEVERITY =
            "_ZN6tflite13LoggerOptions21SetMinimumLogSeverityENS_11LogSeverityE";

    /** {@code TFLITE_LOG_WARNING}. */
    private static final int WARNING = 2;

    private NativeLog() {}

    /** Lets only warnings and errors through, for the whole process. */
    static void warningsOnly() {
        Presets.prepare();
        Loader.load(tensorflowlite.class);
        Optional<MemorySegment> function = SymbolLookup.loaderLookup().find(SET_MINIMUM_SEVERITY);
        function.ifPresent(NativeLog::callWithWarning);
    }

    // A call into native code, as every other use of this library is one; the signature is that of the library's
    // header.
    @SuppressWarnings("restricted")
    private static void callWithWarning(MemorySegment function) {
        try {
            int before = (int) Linker.nativeLinker()
                    .downcallHandle(function, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
                    .invokeExact(WARNING);
            System.getLogger(NativeLog.class.getName())
                    .log(System.Logger.Level.DEBUG, "TensorFlow Lite logged from severity {0}", before);
        } catch (Throwable e) {
            throw new IllegalStateException("TensorFlow Lite's log could not be set", e);
        }
    }
}
