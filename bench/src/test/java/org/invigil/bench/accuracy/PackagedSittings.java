package org.invigil.bench.accuracy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Java2DFrameConverter;
import org.invigil.vision.testdata.TestPicture;

/**
 * Short clips made of stills, with stretches of which it is known what happens: somebody alone, alone in little light, beside
 * somebody else, and nobody in the room. They tell what the confidence of incidents is worth; how real people move they do not.
 */
final class PackagedSittings {

    private static final int WIDTH = 400;
    private static final int HEIGHT = 300;
    private static final int FRAMES_PER_SECOND = 5;

    /** What of the light is left in the dim stretch: a face can still be seen, and nothing has happened. */
    private static final double DIM = 0.12;

    /** Largest step of a head from frame to frame, as a share of the picture: nobody sits as still as a photograph. */
    private static final double FIDGET = 0.012;

    /** Grey levels by which a pixel's noise is spread. */
    private static final int NOISE = 3;

    private final Path folder;
    private final List<String> rows = new ArrayList<>();
    private final Random random = new Random(12);

    private PackagedSittings(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes one clip for each person.
     *
     * @param people attentive, each alone in the picture
     * @param rooms without anybody; taken in turn
     * @return rows for the set: file, condition, presence, behaviors, attentive, from_ms, to_ms, persons
     */
    static List<String> write(Path folder, List<TestPicture> people, List<TestPicture> rooms) throws IOException {
        PackagedSittings sittings = new PackagedSittings(folder);
        for (int i = 0; i < people.size(); i++) {
            sittings.add(
                    "sitting-" + i + ".mkv",
                    people.get(i),
                    people.get((i + 1) % people.size()),
                    rooms.get(i % rooms.size()));
        }
        return sittings.rows;
    }

    private void add(String name, TestPicture person, TestPicture other, TestPicture room) throws IOException {
        try (FFmpegFrameRecorder recorder = recorder(folder.resolve(name), WIDTH, HEIGHT, FRAMES_PER_SECOND);
                Java2DFrameConverter converter = new Java2DFrameConverter()) {
            TestPicture alone = person.framed(WIDTH, HEIGHT);
            TestPicture beside = other.framed(WIDTH, HEIGHT);
            int frame = 0;
            frame = stretch(recorder, converter, name, frame, 8, "present", "1", "", () -> fidgeting(alone));
            frame = stretch(
                    recorder,
                    converter,
                    name,
                    frame,
                    13,
                    "present|unknown",
                    "",
                    "",
                    () -> fidgeting(alone.darkened(DIM)));
            frame = stretch(
                    recorder,
                    converter,
                    name,
                    frame,
                    25,
                    "present",
                    "2",
                    "multiple_faces",
                    () -> halves(alone, beside));
            stretch(recorder, converter, name, frame, 13, "absent", "0", "absent", () -> room.framed(WIDTH, HEIGHT));
        }
    }

    /** For a clip without sound whose frames lose next to nothing; started. */
    static FFmpegFrameRecorder recorder(Path file, int width, int height, int framesPerSecond) throws IOException {
        FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), width, height);
        recorder.setFormat("matroska");
        recorder.setVideoCodec(avcodec.AV_CODEC_ID_MJPEG);
        recorder.setPixelFormat(avutil.AV_PIX_FMT_YUVJ420P);
        recorder.setVideoQuality(2);
        recorder.setFrameRate(framesPerSecond);
        recorder.start();
        return recorder;
    }

    private int stretch(
            FFmpegFrameRecorder recorder,
            Java2DFrameConverter converter,
            String name,
            int from,
            int frames,
            String presence,
            String persons,
            String behavior,
            Supplier<TestPicture> scene)
            throws IOException {
        for (int i = 0; i < frames; i++) {
            recorder.record(converter.convert(noisy(scene.get().image())));
        }
        rows.add(String.join(
                ",",
                name,
                "sittings",
                presence,
                behavior,
                behavior.isEmpty() ? "yes" : "",
                String.valueOf(from * 1_000 / FRAMES_PER_SECOND),
                String.valueOf((from + frames) * 1_000 / FRAMES_PER_SECOND),
                persons));
        return from + frames;
    }

    /** As a sensor would see it: two frames of one still are never equal. In the order of bytes that the recorder takes. */
    private BufferedImage noisy(BufferedImage picture) {
        BufferedImage noisy = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int rgb = picture.getRGB(x, y);
                int noise = (int) Math.round(NOISE * random.nextGaussian());
                noisy.setRGB(x, y, added(rgb >> 16, noise) << 16 | added(rgb >> 8, noise) << 8 | added(rgb, noise));
            }
        }
        return noisy;
    }

    private static int added(int channel, int noise) {
        return Math.clamp((channel & 0xFF) + noise, 0, 255);
    }

    private TestPicture halves(TestPicture left, TestPicture right) {
        return fidgeting(left)
                .cropped(0.125, 0, 0.75, 1)
                .beside(fidgeting(right).cropped(0.125, 0, 0.75, 1), WIDTH, HEIGHT);
    }

    private TestPicture fidgeting(TestPicture still) {
        return still.shifted(FIDGET * random.nextGaussian(), FIDGET * random.nextGaussian());
    }
}
