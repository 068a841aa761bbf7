package org.invigil.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipDecoderTest {

    private final ClipDecoder decoder = new ClipDecoder();

    @AfterEach
    void close() {
        decoder.close();
    }

    private ClipPictures decode(byte[] file) throws Exception {
        return decoder.decode(new ByteArrayInputStream(file));
    }

    private void assertUnreadable(byte[] file) {
        assertThatExceptionOfType(ClipDecoder.UnreadableClipException.class).isThrownBy(() -> decode(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"libvpx", "libvpx-vp9"})
    void aClipHasItsLengthAndItsPictures(String codec) throws Exception {
        ClipPictures pictures = decode(TestVideo.webm(TestVideo.FRANCK, 0, 10, codec));

        assertThat(pictures.durationMillis()).isBetween(9_800L, 10_200L);
        assertThat(pictures.hashes()).doesNotContainNull();
        assertThat(decode(TestVideo.black(2, codec)).hashes()).containsOnlyNulls();
    }

    @Test
    void whatIsCutOffIsDecodedAsFarAsItGoes() throws Exception {
        byte[] whole = TestVideo.webm(TestVideo.FRANCK, 0, 10, "libvpx");

        assertThat(decode(Arrays.copyOf(whole, whole.length / 2)).durationMillis())
                .isBetween(2_000L, 8_000L);
    }

    @Test
    void aPictureLargerThanAnyIsNotDecoded() {
        assertUnreadable(TestVideo.large(4_000));
    }

    @Test
    void whatIsNoVideoIsUnreadable() {
        assertUnreadable(new byte[0]);
        assertUnreadable(new byte[100_000]);
        assertUnreadable(Arrays.copyOf(TestVideo.webm(TestVideo.FRANCK, 0, 10, "libvpx"), 300));
    }

    @Test
    void damageEndsWithItsProcess() throws Exception {
        byte[] whole = TestVideo.webm(TestVideo.FRANCK, 0, 10, "libvpx-vp9");
        Random chance = new Random(1);
        for (int i = 0; i < 20; i++) {
            byte[] damaged = whole.clone();
            for (int hit = 0; hit < 1 + 20 * i; hit++) {
                damaged[chance.nextInt(i % 2 == 0 ? 2_000 : damaged.length)] = (byte) chance.nextInt();
            }
            try {
                assertThat(decode(damaged).durationMillis()).isLessThanOrEqualTo(62_000);
            } catch (ClipDecoder.UnreadableClipException e) {
                assertThat(e).hasMessageContaining("no picture");
            }
        }
        assertThat(ffmpeg()).isEmpty();
        assertThat(decode(whole).durationMillis()).isBetween(9_800L, 10_200L);
    }

    @Test
    void aStoreThatBreaksOffIsNotTheClipsFault() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the store is away");
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                throw new IOException("the store is away");
            }
        };
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> decoder.decode(broken))
                .havingCause()
                .withMessageContaining("the store is away");
    }

    private static Optional<ProcessHandle> ffmpeg() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .command()
                        .filter(command -> command.contains("ffmpeg"))
                        .isPresent())
                .findFirst();
    }

    /** The beginning of a clip; before its end something is done with the process that reads it. */
    private static InputStream begun(Consumer<ProcessHandle> midway) {
        byte[] beginning = Arrays.copyOf(TestVideo.webm(TestVideo.FRANCK, 0, 10, "libvpx"), 300);
        return new SequenceInputStream(new ByteArrayInputStream(beginning), new InputStream() {
            @Override
            public int read() {
                await().until(() -> ffmpeg().isPresent());
                midway.accept(ffmpeg().orElseThrow());
                return -1;
            }

            @Override
            public int read(byte[] into, int from, int length) {
                return read();
            }
        });
    }

    private static InputStream ended(Consumer<ProcessHandle> how) {
        return begun(process -> {
            how.accept(process);
            process.onExit().join();
        });
    }

    @Test
    void aDecoderThatIsEndedSaysNothingOfItsClip() {
        assertThatExceptionOfType(TimeoutException.class)
                .as("as the system does for want of memory, and for too much time")
                .isThrownBy(() -> decoder.decode(ended(ProcessHandle::destroyForcibly)))
                .withMessageContaining("137");
    }

    @Test
    void aServerThatStopsMeanwhileSaysNothingOfItsClip() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> decoder.decode(ended(process -> decoder.close())))
                .withMessage("The server stops");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theProcessIsBoundAndKnowsNothingOfTheServer() throws Exception {
        Map<String, String> seen = new ConcurrentHashMap<>();
        InputStream clip = begun(process -> {
            for (String what : List.of("limits", "environ")) {
                try {
                    seen.put(what, Files.readString(Path.of("/proc", "" + process.pid(), what)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });

        assertThatExceptionOfType(ClipDecoder.UnreadableClipException.class).isThrownBy(() -> decoder.decode(clip));

        assertThat(seen.get("limits"))
                .containsPattern("Max cpu time +20 +20 +seconds")
                .containsPattern("Max address space +805306368 +805306368 +bytes");
        assertThat(Arrays.stream(Objects.requireNonNull(seen.get("environ")).split("\0", -1))
                        .filter(variable -> !variable.isEmpty())
                        .map(variable -> variable.replaceFirst("=.*", "")))
                .isSubsetOf("PATH", "PWD", "OLDPWD", "SHLVL", "_"); // but for the first a shell's own
    }

    @Test
    void aServerThatStopsDecodesNothingMore() {
        decoder.close();

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> decode(TestVideo.black(2, "libvpx")))
                .withMessage("The server stops");
    }
}
