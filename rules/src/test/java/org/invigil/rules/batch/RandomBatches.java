package org.invigil.rules.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.invigil.rules.score.CheatScore;
import org.invigil.rules.sight.Calibration;
import org.invigil.rules.signal.EyeSignal;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.signal.TimedSignal;
import org.invigil.rules.signal.UnwatchedCause;

/** Batches as chance makes them, the same for the same seed. */
final class RandomBatches {

    static final long START_MILLIS = 1_800_000_000_000L;

    private static final List<Presence> PRESENCES = List.of(Presence.values());

    private static final List<Double> EXTREMES = List.of(
            0.0,
            -0.0,
            Double.MIN_VALUE,
            -Double.MAX_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            4_503_599_627_370_496.0,
            112_589_990_684_262.25,
            (double) Long.MIN_VALUE,
            0.1 + 0.2);

    private static final UnwatchedCause[] CAUSES = UnwatchedCause.values();

    private final Random chance;

    RandomBatches(long seed) {
        chance = new Random(seed);
    }

    /** As a camera gives them: ten frames in the precision that is stored, which follow each other. */
    SignalBatch usual() {
        List<TimedSignal> frames = new ArrayList<>();
        long atMillis = START_MILLIS;
        double yaw = chance.nextInt(-300, 301);
        for (int i = 0; i < 10; i++) {
            yaw += chance.nextInt(-12, 13);
            boolean hasFace = chance.nextInt(20) > 0;
            frames.add(new TimedSignal(
                    atMillis,
                    new FrameSignal(
                            hasFace ? Presence.PRESENT : Presence.HIDDEN,
                            chance.nextInt(90, 101) / 100.0,
                            hasFace ? 1 : 0,
                            1,
                            hasFace
                                    ? new HeadPose(
                                            yaw / 10,
                                            angle(150),
                                            angle(50),
                                            chance.nextInt(80, 101) / 100.0,
                                            chance.nextInt(10, 14) / 10.0)
                                    : null,
                            hasFace && chance.nextInt(10) > 0
                                    ? new EyeSignal(angle(60), angle(60), share(), chance.nextInt(70, 101) / 100.0)
                                    : null,
                            chance.nextInt(30) > 0 ? null : share(),
                            i % 5 > 0,
                            chance.nextInt(30) > 0 ? null : chance.nextLong(),
                            chance.nextInt(60) > 0 ? null : share())));
            atMillis += chance.nextInt(30, 37);
        }
        return new SignalBatch(
                List.copyOf(frames),
                new CheatScore(chance.nextDouble() * 100_000, chance.nextInt(4_000_000)),
                new Calibration.Baseline(
                        chance.nextDouble() * 10 - 5, chance.nextDouble() * 10 - 5, angle(50), angle(50)));
    }

    /** As no camera gives them: any numbers in any number of frames. */
    SignalBatch any() {
        List<TimedSignal> frames = new ArrayList<>();
        for (int count = chance.nextInt(8) == 0 ? chance.nextInt(1_001) : chance.nextInt(13); count > 0; count--) {
            frames.add(new TimedSignal(
                    chance.nextInt(4) > 0 ? START_MILLIS + chance.nextInt() : chance.nextLong(),
                    new FrameSignal(
                            PRESENCES.get(chance.nextInt(PRESENCES.size())),
                            number(),
                            chance.nextInt(5) > 0 ? chance.nextInt(4) : chance.nextInt(),
                            chance.nextInt(5) > 0 ? chance.nextInt(4) : chance.nextInt(),
                            chance.nextBoolean()
                                    ? new HeadPose(number(), number(), number(), number(), number())
                                    : null,
                            chance.nextBoolean() ? new EyeSignal(number(), number(), number(), number()) : null,
                            chance.nextBoolean() ? number() : null,
                            chance.nextBoolean(),
                            chance.nextBoolean() ? chance.nextLong() : null,
                            chance.nextBoolean() ? number() : null,
                            chance.nextBoolean() ? CAUSES[chance.nextInt(CAUSES.length)] : null,
                            chance.nextBoolean())));
        }
        return new SignalBatch(
                List.copyOf(frames),
                chance.nextBoolean() ? new CheatScore(number(), number()) : null,
                chance.nextBoolean() ? new Calibration.Baseline(number(), number(), number(), number()) : null);
    }

    byte[] bytes(int most) {
        byte[] bytes = new byte[chance.nextInt(most + 1)];
        chance.nextBytes(bytes);
        return bytes;
    }

    int below(int bound) {
        return chance.nextInt(bound);
    }

    private double angle(int mostTenths) {
        return chance.nextInt(-mostTenths, mostTenths + 1) / 10.0;
    }

    private double share() {
        return chance.nextInt(101) / 100.0;
    }

    private double number() {
        return switch (chance.nextInt(40)) {
            case 0 -> EXTREMES.get(chance.nextInt(EXTREMES.size()));
            case 1 -> Double.longBitsToDouble(chance.nextLong());
            case 2 -> chance.nextGaussian();
            case 3 -> chance.nextLong() / 100.0;
            default -> angle(1_800);
        };
    }
}
