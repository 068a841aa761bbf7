package org.invigil.vision.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionTest {

    /** A region around a face of so many pixels. */
    private static Region face(double x, double y, double faceSide, double degrees) {
        return new Region(x, y, faceSide * Region.FACE_MARGIN, Math.toRadians(degrees));
    }

    @Test
    void aWholePictureIsASquareAroundIt() {
        assertThat(Region.whole(640, 480, 1.25)).isEqualTo(new Region(320, 240, 800, 0));
        assertThat(Region.whole(480, 640, 1)).isEqualTo(new Region(240, 320, 640, 0));
    }

    @Test
    void aScaledPictureHasTheSameTurn() {
        assertThat(new Region(100, 60, 40, 0.3).scaled(0.5)).isEqualTo(new Region(50, 30, 20, 0.3));
    }

    @ParameterizedTest
    @CsvSource({
        // where the other face is, how large it is, same
        "0, 0, 100, true",
        "49, 0, 100, true",
        "0, 49, 100, true",
        "50, 0, 100, false",
        "0, -51, 100, false",
        "36, 36, 100, false", // further than either direction by itself
        "60, 0, 40, false",
        "60, 0, 140, true" // the larger face decides
    })
    void facesNearerThanHalfTheLargerAreOne(double dx, double dy, double otherSide, boolean same) {
        Region one = face(300, 200, 100, 0);
        Region other = face(300 + dx, 200 + dy, otherSide, 0);

        assertThat(one.sameFace(other)).isEqualTo(same);
        assertThat(other.sameFace(one)).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({
        // tilt of the wearer, where the print is from the wearer's face, in faces to the side and down; on the chest
        "0, 0, 2, true",
        "0, 0.95, 2, true",
        "0, -0.95, 2, true",
        "0, 1.05, 2, false",
        "0, -1.05, 2, false",
        "0, 0, 0.45, false",
        "0, 0, 0.55, true",
        "0, 0, 3.9, true",
        "0, 0, 4.1, false",
        "0, 0, -2, false", // above: somebody who stands behind
        "40, 0.5, 2, true",
        "40, 0, -2, false",
        "-40, -0.9, 3, true",
        "90, 0, 2, true",
        "90, 1.2, 2, false"
    })
    void aPrintLiesBelowItsWearerHoweverTheyTilt(double tilt, double sideways, double below, boolean onChest) {
        double side = 80;
        double cos = Math.cos(Math.toRadians(tilt));
        double sin = Math.sin(Math.toRadians(tilt));
        Region wearer = face(300, 200, side, tilt);
        Region print =
                face(300 + side * (sideways * cos - below * sin), 200 + side * (sideways * sin + below * cos), 30, 0);

        assertThat(print.isOnTheChestOf(wearer)).isEqualTo(onChest);
    }

    @ParameterizedTest
    @CsvSource({
        // centre of a face of 100 pixels in a picture of 640x480; the share that is seen
        "320, 240, 1",
        "50, 50, 1",
        "0, 240, 0.5",
        "320, 0, 0.5",
        "640, 240, 0.5",
        "320, 480, 0.5",
        "0, 0, 0.25",
        "640, 480, 0.25",
        "25, 240, 0.75",
        "620, 240, 0.7",
        "-60, 240, 0",
        "320, 540, 0",
        "-80, -80, 0"
    })
    void whatLiesOutsideOfThePictureIsNotSeen(double x, double y, double share) {
        assertThat(face(x, y, 100, 0).visibleShare(640, 480)).isCloseTo(share, within(1e-12));
    }
}
