package org.invigil.rules.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.invigil.rules.score.CheatScore;
import org.invigil.rules.sight.Calibration;
import org.invigil.rules.signal.EyeSignal;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.signal.TimedSignal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignalBatchCodecTest {

    private static final int TIMES = 3_000;
    private static final long START = RandomBatches.START_MILLIS;

    private static final SignalBatch FOUR_FRAMES =
            fourFrames(2, 1.7, new Calibration.Baseline(3.5, -8, 4, -2.5), 0.37, true, 0x8f3c_0000_1234_a5ffL, 0.64);

    /** What version 1 wrote on the day it was made; rows like it lie in databases. */
    private static final String FOUR_FRAMES_VERSION_1 =
            "01089024d28000000000381520f200600000000000043d08010882015883025a00ca800100"
                    + "404160144ccccccccccd1fe8000000000000038044008229463882e0b0008000b6013c0200c8";

    /** The same of version 2, with what it has more. */
    private static final String FOUR_FRAMES_VERSION_2 =
            "02089024d28000000000381520f200600000000000043c1cc608042004220c055a200c0968032a00"
                    + "04010006010210580513333333333347fa00000000000000e01100208a518e20b82c2091108020002d804f008032002500";

    /** The same of version 3. */
    private static final String FOUR_FRAMES_VERSION_3 =
            "03089024d28000000000381520f200600000000000043c1cc608042004221004d722000c0968032a"
                    + "0004010006010210580513333333333347fa00000000000000e01100208a518e20b82c2091108020002d804f0080320025004000c79e0000091a52ff80";

    private static SignalBatch fourFrames(
            int bodies,
            double uncertaintyDegrees,
            Calibration.Baseline baseline,
            @Nullable Double phoneConfidence,
            boolean followed,
            @Nullable Long pictureHash,
            @Nullable Double replayConfidence) {
        return new SignalBatch(
                List.of(
                        new TimedSignal(
                                START,
                                new FrameSignal(
                                        Presence.PRESENT,
                                        0.99,
                                        2,
                                        2 + bodies,
                                        new HeadPose(-12.3, 6.8, 1.0, 0.56, uncertaintyDegrees),
                                        new EyeSignal(3.2, -4.6, 0.79, 0.5),
                                        null,
                                        followed,
                                        pictureHash,
                                        null)),
                        new TimedSignal(
                                START + 33,
                                new FrameSignal(
                                        Presence.ABSENT,
                                        0.95,
                                        0,
                                        0,
                                        null,
                                        null,
                                        phoneConfidence,
                                        false,
                                        null,
                                        replayConfidence)),
                        new TimedSignal(START + 66, new FrameSignal(Presence.HIDDEN, 0.9, 0, bodies, null, null)),
                        new TimedSignal(
                                START + 100,
                                new FrameSignal(Presence.UNKNOWN, 0.9, 0, 0, new HeadPose(0.25, 0, -180, 1), null))),
                new CheatScore(1_234.5, 60_000),
                baseline);
    }

    private static SignalBatch turned(SignalBatch batch) {
        long startMillis =
                batch.frames().isEmpty() ? START : batch.frames().getFirst().atMillis();
        return SignalBatchCodec.decode(SignalBatchCodec.encode(batch), startMillis);
    }

    @Test
    void whatVersion1WroteIsReadForGood() {
        byte[] written = HexFormat.of().parseHex(FOUR_FRAMES_VERSION_1);

        assertThat(SignalBatchCodec.decode(written, START))
                .as(
                        "no body beside faces, its baseline is the head's too, its poses are certain, no phone, every frame seen")
                .isEqualTo(fourFrames(0, 0, new Calibration.Baseline(3.5, -8, 3.5, -8), null, false, null, null));
    }

    @Test
    void whatVersion2WroteIsReadForGood() {
        assertThat(SignalBatchCodec.decode(HexFormat.of().parseHex(FOUR_FRAMES_VERSION_2), START))
                .as("no picture was hashed, and nobody looked for recordings")
                .isEqualTo(fourFrames(2, 1.7, new Calibration.Baseline(3.5, -8, 4, -2.5), 0.37, true, null, null));
    }

    @Test
    void whatVersion3WroteIsReadForGood() {
        assertThat(HexFormat.of().formatHex(SignalBatchCodec.encode(FOUR_FRAMES)))
                .as("the same in every build")
                .isEqualTo(FOUR_FRAMES_VERSION_3);
        assertThat(SignalBatchCodec.decode(HexFormat.of().parseHex(FOUR_FRAMES_VERSION_3), START))
                .isEqualTo(FOUR_FRAMES);
    }

    @Test
    void version2KnowsNoShapeOfVersion3() {
        byte[] bytes = HexFormat.of().parseHex(FOUR_FRAMES_VERSION_3);
        bytes[0] = 2;

        assertThatExceptionOfType(SignalFormatException.class)
                .isThrownBy(() -> SignalBatchCodec.decode(bytes, START))
                .withMessageContaining("unknown shape");
    }

    @Test
    void whatACameraGivesComesBackToTheBit() {
        RandomBatches batches = new RandomBatches(1);
        for (int i = 0; i < TIMES; i++) {
            SignalBatch batch = batches.usual();
            assertThat(turned(batch)).isEqualTo(batch);
        }
    }

    @Test
    void anyNumbersComeBackToTheBit() {
        RandomBatches batches = new RandomBatches(2);
        for (int i = 0; i < TIMES; i++) {
            SignalBatch batch = batches.any();
            assertThat(turned(batch)).isEqualTo(batch);
        }
    }

    @Test
    void timesCountFromWhereTheReaderSays() {
        assertThat(SignalBatchCodec.decode(SignalBatchCodec.encode(FOUR_FRAMES), 5)
                        .frames())
                .extracting(TimedSignal::atMillis)
                .containsExactly(5L, 38L, 71L, 105L);
    }

    @Test
    void tenUsualFramesAreSmall() {
        RandomBatches batches = new RandomBatches(3);
        double bytes = IntStream.range(0, TIMES)
                .map(_ -> SignalBatchCodec.encode(batches.usual()).length)
                .average()
                .orElseThrow();

        assertThat(bytes).isBetween(100.0, 150.0);
    }

    @Test
    void whatIsCutOffIsRefused() {
        RandomBatches batches = new RandomBatches(4);
        for (int i = 0; i < 300; i++) {
            byte[] whole = SignalBatchCodec.encode(batches.any());
            byte[] begun = Arrays.copyOf(whole, batches.below(whole.length));
            assertThatExceptionOfType(SignalFormatException.class)
                    .isThrownBy(() -> SignalBatchCodec.decode(begun, START))
                    .withMessageContaining("cut off");
        }
    }

    @Test
    void whatFollowsTheEndIsRefused() {
        byte[] whole = SignalBatchCodec.encode(FOUR_FRAMES);

        assertThatExceptionOfType(SignalFormatException.class)
                .isThrownBy(() -> SignalBatchCodec.decode(Arrays.copyOf(whole, whole.length + 1), START))
                .withMessage("No batch of signals: something follows its end");
    }

    @Test
    void garbageIsABatchOrRefused() {
        RandomBatches batches = new RandomBatches(5);
        for (int i = 0; i < 10 * TIMES; i++) {
            byte[] bytes = batches.bytes(300);
            if (bytes.length > 0) {
                bytes[0] = (byte) (1 + i % 3);
            }
            readOrRefused(bytes);
        }
    }

    @Test
    void aFlippedBitIsABatchOrRefused() {
        RandomBatches batches = new RandomBatches(6);
        for (int i = 0; i < TIMES; i++) {
            byte[] bytes = SignalBatchCodec.encode(batches.usual());
            bytes[batches.below(bytes.length)] ^= (byte) (1 << batches.below(8));
            readOrRefused(bytes);
        }
    }

    private static void readOrRefused(byte[] bytes) {
        Throwable refusal = catchThrowable(() -> SignalBatchCodec.decode(bytes, START));
        if (refusal != null) {
            assertThat(refusal).isExactlyInstanceOf(SignalFormatException.class);
        }
    }

    @Test
    void aVersionOfTomorrowIsNamed() {
        assertThatExceptionOfType(SignalFormatException.class)
                .isThrownBy(() -> SignalBatchCodec.decode(new byte[] {4, 0}, START))
                .withMessage("No batch of signals: its version 4 is not known here");
    }

    @Test
    void noMoreFramesThanARowMayHave() {
        FrameSignal absent = new FrameSignal(Presence.ABSENT, 0.95, 0, 0, null, null);
        SignalBatch most = new SignalBatch(
                Collections.nCopies(SignalBatch.MOST_FRAMES, new TimedSignal(START, absent)), null, null);
        SignalBatch tooMany = new SignalBatch(
                Collections.nCopies(SignalBatch.MOST_FRAMES + 1, new TimedSignal(START, absent)), null, null);

        assertThat(turned(most)).isEqualTo(most);
        assertThatIllegalArgumentException().isThrownBy(() -> SignalBatchCodec.encode(tooMany));
    }
}
