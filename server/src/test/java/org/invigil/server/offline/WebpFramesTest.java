package org.invigil.server.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencodeanimation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebpFramesTest {

    /** Four plain pictures of 48 x 32 pixels: for 100, 200, 300 and 400 ms. */
    private static byte[] animation() {
        try (opencv_imgcodecs.Animation animation = new opencv_imgcodecs.Animation();
                IntPointer durations = new IntPointer(100, 200, 300, 400);
                MatVector frames = new MatVector();
                BytePointer encoded = new BytePointer()) {
            for (int gray : new int[] {0, 80, 160, 240}) {
                frames.push_back(new Mat(32, 48, CV_8UC3, new Scalar(gray, gray, gray, 0)));
            }
            animation.frames(frames);
            animation.durations(durations);
            assertThat(imencodeanimation(".webp", animation, encoded)).isTrue();
            byte[] content = new byte[Math.toIntExact(encoded.limit())];
            encoded.get(content);
            return content;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 64})
    void givesEveryFrameOnceHoweverManyAreDecodedAtOnce(int framesAtOnce) throws UnreadableMediaException {
        List<Long> times = new ArrayList<>();
        try (WebpFrames frames = WebpFrames.open(animation(), framesAtOnce)) {
            for (Picture picture = frames.next(); picture != null; picture = frames.next()) {
                assertThat(picture.width()).isEqualTo(48);
                assertThat(picture.height()).isEqualTo(32);
                times.add(frames.timeMillis());
            }
            assertThat(frames.next()).isNull();
        }
        assertThat(times).containsExactly(0L, 100L, 300L, 600L);
    }

    @Test
    void aFileThatEndsEarlyIsSaidToBeUnreadable() {
        byte[] content = animation();
        byte[] cut = Arrays.copyOf(content, 60);
        assertThat(WebpFrames.isAnimation(cut)).isTrue();
        try (WebpFrames frames = WebpFrames.open(cut)) {
            assertThatThrownBy(frames::next).isInstanceOf(UnreadableMediaException.class);
        }
    }
}
