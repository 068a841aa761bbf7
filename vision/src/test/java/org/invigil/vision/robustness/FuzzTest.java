package org.invigil.vision.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.invigil.rules.signal.Presence;
import org.invigil.vision.EngineKind;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.FrameRejectedException.Reason;
import org.invigil.vision.VisionEngine;
import org.invigil.vision.VisionEngines;
import org.invigil.vision.image.JpegSamples;
import org.invigil.vision.testdata.TestPicture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FuzzTest {

    @ParameterizedTest
    @CsvSource({"MESH,2000,20260301", "HAAR,1500,20260302"})
    void damagedFilesGiveAnAnalysisOrATypedError(EngineKind kind, int files, long seed) {
        FuzzRun.Outcome outcome = FuzzRun.run(kind, files, seed);
        int rejected =
                outcome.rejected().values().stream().mapToInt(Integer::intValue).sum();
        assertThat(outcome.analysed() + rejected).isEqualTo(files);
        // Both ways are walked; a run that only met broken headers would prove nothing about the engine.
        assertThat(outcome.analysed()).isGreaterThan(files / 20);
        assertThat(outcome.rejected()).containsKeys(Reason.CORRUPT, Reason.DIMENSIONS_TOO_LARGE, Reason.NOT_JPEG);
    }

    /** Every kind of JPEG that a camera, a phone or a hostile client may send. */
    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void everyKindOfJpegIsAnalysedOrRefused(EngineKind kind) throws Exception {
        TestPicture face = TestPicture.load("pictures/astronaut.png").framed(320, 240);
        byte[] jpeg = face.jpeg();
        try (VisionEngine engine = VisionEngines.open(kind)) {
            assertThat(engine.analyze(JpegSamples.progressive(face.image()), engine.newTracker(), 0)
                            .presence())
                    .isEqualTo(Presence.PRESENT);
            // Lying on its side in the file, upright by its EXIF tag.
            byte[] lying = JpegSamples.withOrientation(face.turnedByQuarter().jpeg(), 8, ByteOrder.BIG_ENDIAN);
            assertThat(engine.analyze(lying, engine.newTracker(), 0).presence()).isEqualTo(Presence.PRESENT);
            assertThat(engine.analyze(lying, engine.newTracker(), 0).width()).isEqualTo(320);
            assertThat(engine.analyze(JpegSamples.grayscale(320, 240, 128), engine.newTracker(), 0)
                            .faces())
                    .isZero();
            assertThat(engine.analyze(JpegSamples.cmyk(320, 240), engine.newTracker(), 0)
                            .width())
                    .isEqualTo(320);
            assertThat(reason(engine, JpegSamples.claimingSize(jpeg, 65535, 65535)))
                    .isEqualTo(Reason.DIMENSIONS_TOO_LARGE);
            assertThat(reason(engine, Arrays.copyOf(jpeg, jpeg.length / 2))).isEqualTo(Reason.CORRUPT);
            assertThat(reason(engine, new byte[] {'G', 'I', 'F', '8', '9', 'a'}))
                    .isEqualTo(Reason.NOT_JPEG);
            assertThat(reason(engine, new byte[0])).isEqualTo(Reason.NOT_JPEG);
        }
    }

    private static Reason reason(VisionEngine engine, byte[] jpeg) {
        FrameRejectedException rejected =
                catchThrowableOfType(FrameRejectedException.class, () -> engine.analyze(jpeg, engine.newTracker(), 0));
        assertThat(rejected).isNotNull();
        return rejected.reason();
    }
}
