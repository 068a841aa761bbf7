package org.invigil.server.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes a clip in a process of its own, since a file that a student sent may be anything: FFmpeg's program, which comes along, without
 * network, files and environment, one thread, nothing but WebM with VP8 and VP9, with bounds of processor time, memory, size and length.
 * Whatever a file does to it ends with that process. One at a time: confined to one thread, but for {@link #close()}.
 */
final class ClipDecoder implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ClipDecoder.class);

    /** A clip of ten seconds takes a tenth of a second. */
    static final Duration DEADLINE = Duration.ofSeconds(40);

    private static final int MOST_CPU_SECONDS = 20;
    private static final int MOST_MEMORY_KIB = 768 << 10;

    /** Of a picture: what the largest settings of a frame allow. */
    private static final int MOST_PIXELS = 1920 * 1080;

    /** A clip is a minute long at most; more is longer than any. */
    private static final int MOST_PICTURES = 62 * ClipPictures.A_SECOND;

    private static final int SIGNALLED = 128;
    private static final int MOST_SIGNALS = 32; // FFmpeg's own codes begin far above

    /** SIGHUP, SIGINT and SIGTERM, which whoever stops the server may send to all its processes; 255 is FFmpeg's own for them, mostly. */
    private static final Set<Integer> STOPPED = Set.of(SIGNALLED + 1, SIGNALLED + 2, SIGNALLED + 15, 255);

    private static final Path SHELL = Path.of("/bin/sh");

    /** A limit that the system does not know is left out. */
    private static final String LIMITED =
            "ulimit -t " + MOST_CPU_SECONDS + "; ulimit -v " + MOST_MEMORY_KIB + " 2>/dev/null; exec nice -n 10 \"$@\"";

    private static final Executor OWN_THREAD =
            task -> Thread.ofVirtual().name("clip-decoder").start(task);

    private @Nullable List<String> command;
    private volatile @Nullable Process running;
    private volatile boolean closed;

    /** A clip that does not play. */
    static final class UnreadableClipException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableClipException(String message) {
            super(message);
        }
    }

    /**
     * Decodes a clip from its first byte to its last; what is cut off is decoded as far as it goes.
     *
     * @param file is read once, and not closed
     * @throws UnreadableClipException if it holds no picture that can be decoded within the bounds
     * @throws TimeoutException if that takes too long, or more than its bounds
     * @throws IOException if the file cannot be read, or the program not be run to its end
     */
    ClipPictures decode(InputStream file) throws IOException, TimeoutException, UnreadableClipException {
        Process process = start();
        running = process;
        try {
            if (closed) {
                throw new IOException("The server stops");
            }
            CompletableFuture<Void> fed =
                    CompletableFuture.runAsync(() -> feed(file, process.getOutputStream()), OWN_THREAD);
            CompletableFuture<byte[]> decoded =
                    CompletableFuture.supplyAsync(() -> read(process.getInputStream()), OWN_THREAD);
            if (!process.waitFor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimeoutException("A clip was not decoded within " + DEADLINE.toSeconds() + " s");
            }
            requireOwnEnd(process.exitValue());
            fed.join();
            ClipPictures pictures = ClipPictures.of(decoded.join());
            if (pictures.hashes().isEmpty()) {
                throw new UnreadableClipException("FFmpeg finds no picture in it, exit code " + process.exitValue());
            }
            return pictures;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Decoding a clip was interrupted", e);
        } catch (CompletionException e) {
            throw new IOException("A clip could not be handed to its decoder", e.getCause());
        } finally {
            process.destroyForcibly();
            running = null;
        }
    }

    /**
     * What a process says that was ended from outside is nothing about the clip, even if it had begun to write pictures.
     *
     * @param exitCode of a shell: 128 and the number of the signal that ended it
     */
    private void requireOwnEnd(int exitCode) throws IOException, TimeoutException {
        if (closed) {
            throw new IOException("The server stops");
        }
        boolean isNotRun = exitCode == 126 || exitCode == 127;
        if (isNotRun || STOPPED.contains(exitCode)) {
            throw new IOException("FFmpeg could not be run to its end, exit code " + exitCode);
        }
        if (exitCode > SIGNALLED && exitCode < SIGNALLED + MOST_SIGNALS) {
            throw new TimeoutException("FFmpeg was ended or broke down, exit code " + exitCode);
        }
    }

    /** Its own environment is empty: the server's may hold passwords. What it says of a file nobody reads. */
    private Process start() throws IOException {
        if (command == null) {
            command = command();
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        String path = System.getenv("PATH");
        builder.environment().clear();
        if (path != null) {
            builder.environment().put("PATH", path);
        }
        return builder.start();
    }

    private static List<String> command() {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SHELL)) {
            command.addAll(List.of(SHELL.toString(), "-c", LIMITED, SHELL.toString()));
        }
        command.add(Loader.load(ffmpeg.class));
        command.addAll(List.of("-v", "quiet", "-nostats"));
        command.addAll(List.of("-protocol_whitelist", "pipe", "-format_whitelist", "matroska,webm"));
        command.addAll(List.of("-codec_whitelist", "vp8,vp9", "-max_pixels", String.valueOf(MOST_PIXELS)));
        command.addAll(List.of("-threads", "1", "-f", "matroska", "-i", "pipe:0"));
        command.addAll(List.of("-map", "0:v:0", "-frames:v", String.valueOf(MOST_PICTURES), "-filter_threads", "1"));
        command.addAll(List.of(
                "-vf",
                "fps=%d:start_time=0,scale=%d:%d:flags=area,format=gray"
                        .formatted(ClipPictures.A_SECOND, ClipPictures.WIDTH, ClipPictures.HEIGHT)));
        command.addAll(List.of("-f", "rawvideo", "pipe:1"));
        return List.copyOf(command);
    }

    /** @throws UncheckedIOException if the file cannot be read; a decoder that has seen enough and listens no more is fine */
    private static void feed(InputStream file, OutputStream decoder) {
        byte[] part = new byte[1 << 16];
        try {
            for (int length = file.read(part); length >= 0; length = file.read(part)) {
                if (!handOn(part, length, decoder)) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            end(decoder);
        }
    }

    private static boolean handOn(byte[] part, int length, OutputStream decoder) {
        try {
            decoder.write(part, 0, length);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void end(OutputStream decoder) {
        try {
            decoder.close();
        } catch (IOException e) {
            log.trace("A decoder had ended before its clip", e);
        }
    }

    private static byte[] read(InputStream pictures) {
        try {
            return pictures.readNBytes(MOST_PICTURES * ClipPictures.WIDTH * ClipPictures.HEIGHT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        closed = true;
        Process process = running;
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
