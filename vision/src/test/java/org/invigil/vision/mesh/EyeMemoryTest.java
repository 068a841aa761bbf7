package org.invigil.vision.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.invigil.rules.signal.EyeSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EyeMemoryTest {

    private static final EyeSignal ON_SCREEN = new EyeSignal(2, -3, 0.8, 1);
    private static final EyeSignal ASIDE = new EyeSignal(28, 0, 0.8, 1);
    private static final EyeSignal CLOSED = new EyeSignal(0, 0, 0.1, 0);

    private final EyeMemory memory = new EyeMemory();

    @ParameterizedTest
    @CsvSource({
        // frames a second, milliseconds between two readings
        "30, 167",
        "10, 400",
        "5, 600",
        "2, 1000",
        "1, 2000"
    })
    void eyesOnTheScreenAreReadSeldomerAtLowRates(int fps, long expected) {
        assertThat(millisBetweenReadings(fps, ON_SCREEN)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"30, 167", "10, 200", "5, 400", "2, 1000", "1, 2000"})
    void eyesThatLookAsideOrAreClosedAreReadAgainSoon(int fps, long expected) {
        assertThat(millisBetweenReadings(fps, ASIDE)).isEqualTo(expected);
        assertThat(millisBetweenReadings(fps, CLOSED)).isEqualTo(expected);
    }

    @Test
    void aTurnOfTheHeadHasTheEyesReadAtOnce() {
        memory.read(ON_SCREEN, Rotation.turn(0), 0);
        assertThat(memory.due(1)).isFalse();
        memory.headAt(Rotation.turn(7));
        assertThat(memory.due(2)).isTrue();
        assertThat(memory.current()).isNotNull().satisfies(eyes -> assertThat(eyes.confidence())
                .isZero());
    }

    @Test
    void eyesOfAFaceTurnedAwayAreNotRead() {
        memory.read(ON_SCREEN, Rotation.turn(45), 0);
        assertThat(memory.due(10_000)).isFalse();
        assertThat(memory.current()).isNull();
    }

    @Test
    void eyesSayWhatTheySaidWhileTheHeadHardlyMoves() {
        memory.read(ON_SCREEN, Rotation.turn(10), 0);
        memory.headAt(Rotation.turn(15.9));
        assertThat(memory.current()).isEqualTo(ON_SCREEN);
        memory.headAt(Rotation.turn(4.1));
        assertThat(memory.current()).isEqualTo(ON_SCREEN);
        memory.headAt(Rotation.turn(3.9));
        assertThat(memory.current()).isEqualTo(new EyeSignal(2, -3, 0.8, 0));
    }

    @Test
    void aHeadThatIsBentAllTheTimeHasNotMoved() {
        Rotation bent = nod(-15);
        memory.read(ON_SCREEN, bent, 0);
        memory.headAt(nod(-12));
        assertThat(memory.current()).isEqualTo(ON_SCREEN);
        assertThat(memory.due(1)).isFalse();
        memory.headAt(nod(-8));
        assertThat(memory.current()).isEqualTo(new EyeSignal(2, -3, 0.8, 0));
        assertThat(memory.due(2)).isTrue();
    }

    /** The rotation that fits a nod by so many degrees best: three directions and where the nod takes them. */
    private static Rotation nod(double degrees) {
        double angle = Math.toRadians(degrees);
        Rotation nod = Rotation.fit(
                new double[] {1, 0, 0, 0, Math.cos(angle), -Math.sin(angle), 0, Math.sin(angle), Math.cos(angle)});
        assertThat(Math.abs(nod.pitchDegrees())).isCloseTo(Math.abs(degrees), within(1e-6));
        return nod;
    }

    @Test
    void eyesOfAHeadThatHasTurnedAwaySinceSayNothing() {
        memory.read(ON_SCREEN, Rotation.turn(39), 0);
        assertThat(memory.current()).isEqualTo(ON_SCREEN);
        memory.headAt(Rotation.turn(-41));
        assertThat(memory.current()).isNull();
        assertThat(memory.due(10_000)).isFalse();
    }

    @Test
    void eyesThatCannotBeToldAreReadAgainSoon() {
        memory.read(null, Rotation.turn(0), 0);
        assertThat(memory.current()).isNull();
        memory.headAt(Rotation.turn(0));
        assertThat(memory.due(149)).isFalse();
        assertThat(memory.due(150)).isTrue();
    }

    @Test
    void aFaceThatWasLostHasNoEyes() {
        memory.read(ON_SCREEN, Rotation.turn(39), 0);
        memory.forget();
        assertThat(memory.current()).isNull();
        memory.headAt(Rotation.turn(0));
        assertThat(memory.due(200))
                .as("and nothing of the face before holds the next reading back")
                .isTrue();
    }

    private long millisBetweenReadings(int fps, EyeSignal seen) {
        memory.read(seen, Rotation.turn(0), 0);
        for (int frame = 1; ; frame++) {
            long now = Math.round(frame * 1000.0 / fps);
            if (memory.due(now)) {
                return now;
            }
            memory.headAt(Rotation.turn(0));
        }
    }
}
