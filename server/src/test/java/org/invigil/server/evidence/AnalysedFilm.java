package org.invigil.server.evidence;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.Java2DFrameConverter;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.TimedSignal;
import org.invigil.vision.EngineKind;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.VisionEngine;
import org.invigil.vision.VisionEngines;
import org.invigil.vision.testdata.TestPicture;

/** What a film shows, analysed as the frames of a camera: two a second, each a JPEG. */
final class AnalysedFilm {

    private AnalysedFilm() {}

    /** @param startMillis when the film begins, milliseconds since 1970 */
    static List<TimedSignal> of(byte[] video, long startMillis) throws Exception {
        List<TimedSignal> frames = new ArrayList<>();
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(new ByteArrayInputStream(video));
                Java2DFrameConverter converter = new Java2DFrameConverter();
                VisionEngine engine = VisionEngines.open(EngineKind.HAAR)) {
            FaceTracker tracker = engine.newTracker();
            grabber.start();
            Frame frame;
            for (long next = 0; (frame = grabber.grabImage()) != null; ) {
                long atMillis = frame.timestamp / 1_000;
                if (atMillis >= next) {
                    BufferedImage image = converter.convert(frame);
                    BufferedImage rgb =
                            new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
                    rgb.createGraphics().drawImage(image, 0, 0, null);
                    FrameSignal signal =
                            FrameSignal.of(engine.analyze(TestPicture.of(rgb).jpeg(), tracker, atMillis));
                    frames.add(new TimedSignal(startMillis + atMillis, signal));
                    next = atMillis + 500;
                }
            }
        }
        return frames;
    }
}
