package org.invigil.vision.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FaceFinderTest {

    private static final FaceFinder.Face WEARER = face(320, 120, 80, 0.3);

    @Test
    void aFaceDrawnOnAShirtIsLeftOutHoweverLarge() {
        FaceFinder.Face skull = face(320, 280, 170, 0.7);
        assertThat(FaceFinder.withoutPrints(List.of(skull, WEARER))).containsExactly(WEARER);
    }

    @Test
    void aPersonBeforeOneWhoStandsBehindCounts() {
        FaceFinder.Face sitting = face(330, 280, 150, 0.5);
        assertThat(FaceFinder.withoutPrints(List.of(sitting, WEARER))).containsExactly(sitting, WEARER);
    }

    @Test
    void aBadFitAloneOrBesideAnotherIsStillAFace() {
        FaceFinder.Face profile = face(520, 130, 80, 0.7);
        assertThat(FaceFinder.withoutPrints(List.of(WEARER, profile))).containsExactly(WEARER, profile);
        assertThat(FaceFinder.withoutPrints(List.of(profile))).containsExactly(profile);
    }

    private static FaceFinder.Face face(double x, double y, double side, double misfit) {
        return new FaceFinder.Face(new Region(x, y, side * Region.FACE_MARGIN, 0), misfit);
    }
}
