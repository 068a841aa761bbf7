package org.invigil.vision.natives;

/**
 * Native libraries of two releases of their bindings side by side: TensorFlow Lite's is newer than the others, since OpenBLAS has no release
 * as new. They work together, and each older one says on standard error that it is older, when its description is initialised. Here that
 * happens while nothing may be loaded, when it keeps quiet.
 */
public final class Presets {

    private static final String LOAD_LIBRARIES = "org.bytedeco.javacpp.loadLibraries";

    private static final String[] OLDER = {
        "org.bytedeco.openblas.presets.openblas_nolapack",
        "org.bytedeco.opencv.presets.opencv_core",
        "org.bytedeco.ffmpeg.presets.avutil"
    };

    static {
        String before = System.getProperty(LOAD_LIBRARIES);
        System.setProperty(LOAD_LIBRARIES, "false");
        try {
            for (String name : OLDER) {
                initialise(name);
            }
        } finally {
            if (before == null) {
                System.clearProperty(LOAD_LIBRARIES);
            } else {
                System.setProperty(LOAD_LIBRARIES, before);
            }
        }
    }

    private Presets() {}

    /** Does it once, before anybody loads a library; others who come meanwhile wait. */
    public static void prepare() {}

    private static void initialise(String name) {
        try {
            Class.forName(name);
        } catch (ClassNotFoundException e) {
            // Not everybody has this library along.
        }
    }
}
