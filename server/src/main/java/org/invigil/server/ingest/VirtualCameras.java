package org.invigil.server.ingest;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Names by which programs that make pictures up call their camera. A name proves nothing, and none proves nothing either: a program may
 * call its camera what it likes. Phones that serve as a camera, and makers' programs that only change a real camera's picture, are left out.
 */
final class VirtualCameras {

    /** In lower case, as they stand somewhere in the name that a browser tells. */
    private static final List<String> NAMES = List.of(
            "obs virtual",
            "obs-camera",
            "obs camera",
            "manycam",
            "v4l2loopback",
            "dummy video device",
            "snap camera",
            "xsplit",
            "e2esoft",
            "vcam",
            "splitcam",
            "youcam",
            "altercam",
            "webcamoid",
            "akvcam",
            "camtwist",
            "fakewebcam",
            "fake_device",
            "unity video capture",
            "screen capture recorder");

    private VirtualCameras() {}

    /** Whether a camera calls itself like one. */
    static boolean isNamed(@Nullable String label) {
        if (label == null) {
            return false;
        }
        String name = label.toLowerCase(Locale.ROOT);
        return NAMES.stream().anyMatch(name::contains);
    }
}
