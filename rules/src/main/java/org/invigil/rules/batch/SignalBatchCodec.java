package org.invigil.rules.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.invigil.rules.batch.Column.Step;
import org.invigil.rules.score.CheatScore;
import org.invigil.rules.sight.Calibration;
import org.invigil.rules.signal.EyeSignal;
import org.invigil.rules.signal.FrameSignal;
import org.invigil.rules.signal.HeadPose;
import org.invigil.rules.signal.Presence;
import org.invigil.rules.signal.TimedSignal;
import org.invigil.rules.signal.UnwatchedCause;

/**
 * A {@link SignalBatch} as bytes, in the form that {@code docs/scoring.md} describes. What is read is to the bit what was
 * written, whatever the numbers are; those that {@link FrameSignal#of} makes take the least room.
 *
 * <p>The first byte is the version. A form that is written once is read for good: whoever keeps more or other signals
 * gives the form a new number and leaves the reading of the old ones as it is.
 */
public final class SignalBatchCodec {

    /**
     * Without persons, of whom there were as many as faces; without the head's part of the baseline, the uncertainty of poses, looks for
     * phones, and followed frames.
     */
    private static final int VERSION_1 = 1;

    /** Without hashes of pictures, the check for recordings, causes of gaps, and requests to turn the head. */
    private static final int VERSION_2 = 2;

    private static final int VERSION_3 = 3;

    private static final int HAS_POSE = 4;
    private static final int HAS_EYES = 8;
    private static final int HAS_PHONE_LOOK = 16;
    private static final int IS_FOLLOWED = 32;
    private static final int HAS_PICTURE_HASH = 64;
    private static final int HAS_REPLAY_CHECK = 128;
    private static final int HAS_GAP = 256;
    private static final int IS_TURN_ASKED = 512;
    private static final int SHAPES_UNTIL_VERSION_2 = 63;
    private static final int ALL_SHAPES = 1023;

    /** The order of version 3; a cause that is new one day comes last. */
    private static final List<UnwatchedCause> CAUSES = List.of(
            UnwatchedCause.NO_PICTURE, UnwatchedCause.SLOW_LINK, UnwatchedCause.OUTAGE, UnwatchedCause.SERVER_FULL);

    /** The order of every version so far; a presence that is new one day comes last. */
    private static final List<Presence> PRESENCES =
            List.of(Presence.PRESENT, Presence.HIDDEN, Presence.ABSENT, Presence.UNKNOWN);

    private SignalBatchCodec() {}

    /**
     * Writes a batch in the newest form.
     *
     * @throws IllegalArgumentException if it has more than {@link SignalBatch#MOST_FRAMES} frames
     */
    public static byte[] encode(SignalBatch batch) {
        List<TimedSignal> frames = batch.frames();
        if (frames.size() > SignalBatch.MOST_FRAMES) {
            throw new IllegalArgumentException("A batch has at most " + SignalBatch.MOST_FRAMES + " frames");
        }
        BitWriter out = new BitWriter();
        out.bits(VERSION_3, 8);
        out.varint(frames.size());
        CheatScore cheatScore = batch.cheatScore();
        out.flag(cheatScore != null);
        if (cheatScore != null) {
            writeExact(out, cheatScore.suspiciousMs());
            writeExact(out, cheatScore.observedMs());
        }
        Calibration.Baseline baseline = batch.baseline();
        out.flag(baseline != null);
        if (baseline != null) {
            writeExact(out, baseline.yawDegrees());
            writeExact(out, baseline.pitchDegrees());
            double[] head = {baseline.headYawDegrees(), baseline.headPitchDegrees()};
            Column.write(out, head, Step.TENTH);
        }
        long startMillis = frames.isEmpty() ? 0 : frames.getFirst().atMillis();
        writeWhole(out, frames, frame -> frame.atMillis() - startMillis);
        List<FrameSignal> signals = frames.stream().map(TimedSignal::signal).toList();
        writeWhole(out, signals, SignalBatchCodec::shape);
        write(out, signals, FrameSignal::presenceConfidence, Step.HUNDREDTH);
        writeWhole(out, signals, FrameSignal::faces);
        writeWhole(out, signals, FrameSignal::persons);
        List<HeadPose> poses = signals.stream()
                .flatMap(signal -> Stream.ofNullable(signal.pose()))
                .toList();
        write(out, poses, HeadPose::yawDegrees, Step.TENTH);
        write(out, poses, HeadPose::pitchDegrees, Step.TENTH);
        write(out, poses, HeadPose::rollDegrees, Step.TENTH);
        write(out, poses, HeadPose::confidence, Step.HUNDREDTH);
        write(out, poses, HeadPose::uncertaintyDegrees, Step.TENTH);
        List<EyeSignal> eyes = signals.stream()
                .flatMap(signal -> Stream.ofNullable(signal.eyes()))
                .toList();
        write(out, eyes, EyeSignal::yawDegrees, Step.TENTH);
        write(out, eyes, EyeSignal::pitchDegrees, Step.TENTH);
        write(out, eyes, EyeSignal::openness, Step.HUNDREDTH);
        write(out, eyes, EyeSignal::confidence, Step.HUNDREDTH);
        List<Double> phones = signals.stream()
                .flatMap(signal -> Stream.ofNullable(signal.phoneConfidence()))
                .toList();
        write(out, phones, phone -> phone, Step.HUNDREDTH);
        List<Double> replays = signals.stream()
                .flatMap(signal -> Stream.ofNullable(signal.replayConfidence()))
                .toList();
        write(out, replays, replay -> replay, Step.HUNDREDTH);
        List<UnwatchedCause> gaps = signals.stream()
                .flatMap(signal -> Stream.ofNullable(signal.gap()))
                .toList();
        writeWhole(out, gaps, CAUSES::indexOf);
        // Hashes have nothing in common with each other that a column could leave out.
        signals.stream()
                .flatMap(signal -> Stream.ofNullable(signal.pictureHash()))
                .forEach(hash -> out.bits(hash, Long.SIZE));
        return out.toBytes();
    }

    /**
     * Reads a batch.
     *
     * @param startMillis when the batch began, milliseconds since 1970: bytes hold times from then on
     * @throws SignalFormatException if the bytes are no batch, or one of a version that is not known here
     */
    public static SignalBatch decode(byte[] bytes, long startMillis) {
        BitReader in = new BitReader(bytes);
        int version = (int) in.bits(8);
        if (version < VERSION_1 || version > VERSION_3) {
            throw new SignalFormatException("its version " + version + " is not known here");
        }
        long frames = in.varint();
        if (frames < 0 || frames > SignalBatch.MOST_FRAMES) {
            throw new SignalFormatException("it has " + frames + " frames");
        }
        CheatScore cheatScore = in.flag() ? new CheatScore(readExact(in), readExact(in)) : null;
        Calibration.Baseline baseline = in.flag() ? readBaseline(in, version == VERSION_1) : null;
        SignalBatch batch = new SignalBatch(readFrames(in, (int) frames, startMillis, version), cheatScore, baseline);
        in.end();
        return batch;
    }

    private static Calibration.Baseline readBaseline(BitReader in, boolean isFirst) {
        double yaw = readExact(in);
        double pitch = readExact(in);
        if (isFirst) {
            return Calibration.Baseline.ofSight(yaw, pitch);
        }
        double[] head = Column.read(in, 2, Step.TENTH);
        return new Calibration.Baseline(yaw, pitch, head[0], head[1]);
    }

    private static List<TimedSignal> readFrames(BitReader in, int count, long startMillis, int version) {
        boolean isFirst = version == VERSION_1;
        long[] times = Column.read(in, count);
        long[] shapes = readShapes(in, count, version <= VERSION_2 ? SHAPES_UNTIL_VERSION_2 : ALL_SHAPES);
        double[] confidences = Column.read(in, count, Step.HUNDREDTH);
        long[] faces = Column.read(in, count);
        long[] persons = isFirst ? faces : Column.read(in, count);
        Iterator<HeadPose> poses =
                readPoses(in, having(shapes, HAS_POSE), isFirst).iterator();
        Iterator<EyeSignal> eyes = readEyes(in, having(shapes, HAS_EYES)).iterator();
        int phoneLooks = having(shapes, HAS_PHONE_LOOK);
        PrimitiveIterator.OfDouble phones = Arrays.stream(
                        isFirst ? new double[phoneLooks] : Column.read(in, phoneLooks, Step.HUNDREDTH))
                .iterator();
        PrimitiveIterator.OfDouble replays = Arrays.stream(
                        Column.read(in, having(shapes, HAS_REPLAY_CHECK), Step.HUNDREDTH))
                .iterator();
        PrimitiveIterator.OfLong gaps =
                Arrays.stream(Column.read(in, having(shapes, HAS_GAP))).iterator();
        List<TimedSignal> frames = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            frames.add(new TimedSignal(
                    startMillis + times[i],
                    new FrameSignal(
                            PRESENCES.get((int) shapes[i] & 3),
                            confidences[i],
                            number(faces[i], "faces"),
                            number(persons[i], "persons"),
                            (shapes[i] & HAS_POSE) != 0 ? poses.next() : null,
                            (shapes[i] & HAS_EYES) != 0 ? eyes.next() : null,
                            (shapes[i] & HAS_PHONE_LOOK) != 0 ? phones.nextDouble() : null,
                            (shapes[i] & IS_FOLLOWED) != 0,
                            (shapes[i] & HAS_PICTURE_HASH) != 0 ? in.bits(Long.SIZE) : null,
                            (shapes[i] & HAS_REPLAY_CHECK) != 0 ? replays.nextDouble() : null,
                            (shapes[i] & HAS_GAP) != 0 ? cause(gaps.nextLong()) : null,
                            (shapes[i] & IS_TURN_ASKED) != 0)));
        }
        return List.copyOf(frames);
    }

    private static UnwatchedCause cause(long index) {
        if (index < 0 || index >= CAUSES.size()) {
            throw new SignalFormatException("a frame has the unknown gap " + index);
        }
        return CAUSES.get((int) index);
    }

    private static int number(long value, String what) {
        if ((int) value != value) {
            throw new SignalFormatException("a frame has " + value + " " + what);
        }
        return (int) value;
    }

    /** What is there of a frame: its presence, which of the parts that not every frame has, and what is so of it or not. */
    private static int shape(FrameSignal signal) {
        return PRESENCES.indexOf(signal.presence())
                + (signal.pose() == null ? 0 : HAS_POSE)
                + (signal.eyes() == null ? 0 : HAS_EYES)
                + (signal.phoneConfidence() == null ? 0 : HAS_PHONE_LOOK)
                + (signal.followed() ? IS_FOLLOWED : 0)
                + (signal.pictureHash() == null ? 0 : HAS_PICTURE_HASH)
                + (signal.replayConfidence() == null ? 0 : HAS_REPLAY_CHECK)
                + (signal.gap() == null ? 0 : HAS_GAP)
                + (signal.turnAsked() ? IS_TURN_ASKED : 0);
    }

    private static long[] readShapes(BitReader in, int count, int most) {
        long[] shapes = Column.read(in, count);
        for (long shape : shapes) {
            if (shape < 0 || shape > most) {
                throw new SignalFormatException("a frame has the unknown shape " + shape);
            }
        }
        return shapes;
    }

    private static int having(long[] shapes, int part) {
        int having = 0;
        for (long shape : shapes) {
            having += (shape & part) == 0 ? 0 : 1;
        }
        return having;
    }

    private static List<HeadPose> readPoses(BitReader in, int count, boolean isFirst) {
        double[] yaws = Column.read(in, count, Step.TENTH);
        double[] pitches = Column.read(in, count, Step.TENTH);
        double[] rolls = Column.read(in, count, Step.TENTH);
        double[] confidences = Column.read(in, count, Step.HUNDREDTH);
        double[] uncertainties = isFirst ? new double[count] : Column.read(in, count, Step.TENTH);
        List<HeadPose> poses = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            poses.add(new HeadPose(yaws[i], pitches[i], rolls[i], confidences[i], uncertainties[i]));
        }
        return poses;
    }

    private static List<EyeSignal> readEyes(BitReader in, int count) {
        double[] yaws = Column.read(in, count, Step.TENTH);
        double[] pitches = Column.read(in, count, Step.TENTH);
        double[] openness = Column.read(in, count, Step.HUNDREDTH);
        double[] confidences = Column.read(in, count, Step.HUNDREDTH);
        List<EyeSignal> eyes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            eyes.add(new EyeSignal(yaws[i], pitches[i], openness[i], confidences[i]));
        }
        return eyes;
    }

    /** Whole numbers, such as milliseconds and 0, are short; others are the 64 bits of the double. */
    private static void writeExact(BitWriter out, double value) {
        long whole = (long) value;
        boolean isWhole = Double.doubleToRawLongBits((double) whole) == Double.doubleToRawLongBits(value);
        out.flag(isWhole);
        if (isWhole) {
            out.varint(whole);
        } else {
            out.bits(Double.doubleToRawLongBits(value), Double.SIZE);
        }
    }

    private static double readExact(BitReader in) {
        return in.flag() ? (double) in.varint() : Double.longBitsToDouble(in.bits(Double.SIZE));
    }

    private static <T> void writeWhole(BitWriter out, List<T> rows, ToLongFunction<T> value) {
        Column.write(out, rows.stream().mapToLong(value).toArray());
    }

    private static <T> void write(BitWriter out, List<T> rows, ToDoubleFunction<T> value, Step step) {
        Column.write(out, rows.stream().mapToDouble(value).toArray(), step);
    }
}
