package org.invigil.rules.batch;

/**
 * One number of each frame, the whole batch of them. A byte says how they stand: {@code 0} to {@code 64}, each as its
 * distance from the smallest in so many bits; {@code 65} to {@code 129}, the first as it is and each other as its
 * difference from the one before, and these as above in 65 bits less; {@code 130}, as the 64 bits of a {@code double}.
 * The smaller is taken. Numbers of one tenth of a second hardly differ, so that most need a few bits.
 */
final class Column {

    /** Past it, a double no longer knows every whole number. */
    private static final double MOST_STEPS = 1L << 52;

    private static final int DIFFERENCES = 65;
    private static final int AS_DOUBLES = 130;
    private static final int DOUBLE_BITS = 64;

    private Column() {}

    /** What most values of a column are whole numbers of. */
    enum Step {
        /** Of a degree. */
        TENTH(10),
        /** Of one. */
        HUNDREDTH(100);

        private final double inOne;

        Step(double inOne) {
            this.inOne = inOne;
        }
    }

    static void write(BitWriter out, long[] values) {
        if (values.length == 0) {
            return;
        }
        long[] differences = new long[values.length - 1];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = values[i + 1] - values[i];
        }
        if (BitWriter.varintBits(values[0]) + distanceBits(differences) < distanceBits(values)) {
            out.bits(DIFFERENCES + width(differences), 8);
            out.varint(values[0]);
            writeDistances(out, differences);
        } else {
            out.bits(width(values), 8);
            writeDistances(out, values);
        }
    }

    static long[] read(BitReader in, int count) {
        if (count == 0) {
            return new long[0];
        }
        return readWhole(in, (int) in.bits(8), count);
    }

    /** Values in steps, or as doubles if one of them lies between two steps. */
    static void write(BitWriter out, double[] values, Step step) {
        long[] steps = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            steps[i] = Math.round(values[i] * step.inOne);
            boolean exact = Double.doubleToRawLongBits(steps[i] / step.inOne) == Double.doubleToRawLongBits(values[i]);
            if (!exact || Math.abs(values[i]) * step.inOne > MOST_STEPS) {
                writeDoubles(out, values);
                return;
            }
        }
        write(out, steps);
    }

    static double[] read(BitReader in, int count, Step step) {
        double[] values = new double[count];
        if (count == 0) {
            return values;
        }
        int form = (int) in.bits(8);
        if (form == AS_DOUBLES) {
            for (int i = 0; i < count; i++) {
                values[i] = Double.longBitsToDouble(in.bits(DOUBLE_BITS));
            }
            return values;
        }
        long[] steps = readWhole(in, form, count);
        for (int i = 0; i < count; i++) {
            values[i] = steps[i] / step.inOne;
        }
        return values;
    }

    private static void writeDoubles(BitWriter out, double[] values) {
        out.bits(AS_DOUBLES, 8);
        for (double value : values) {
            out.bits(Double.doubleToRawLongBits(value), DOUBLE_BITS);
        }
    }

    private static long[] readWhole(BitReader in, int form, int count) {
        if (form < DIFFERENCES) {
            return readDistances(in, form, count);
        }
        if (form >= AS_DOUBLES) {
            throw new SignalFormatException("a column has the unknown form " + form);
        }
        long[] values = new long[count];
        values[0] = in.varint();
        long[] differences = readDistances(in, form - DIFFERENCES, count - 1);
        for (int i = 1; i < count; i++) {
            values[i] = values[i - 1] + differences[i - 1];
        }
        return values;
    }

    private static void writeDistances(BitWriter out, long[] values) {
        if (values.length == 0) {
            return;
        }
        long least = least(values);
        int width = width(values);
        out.varint(least);
        for (long value : values) {
            out.bits(value - least, width);
        }
    }

    private static long[] readDistances(BitReader in, int width, int count) {
        long[] values = new long[count];
        if (count == 0) {
            return values;
        }
        long least = in.varint();
        for (int i = 0; i < count; i++) {
            values[i] = least + in.bits(width);
        }
        return values;
    }

    private static int distanceBits(long[] values) {
        return values.length == 0 ? 0 : BitWriter.varintBits(least(values)) + values.length * width(values);
    }

    /** Bits of the largest distance. The numbers may be as far apart as numbers can be: it is a number without a sign. */
    private static int width(long[] values) {
        long least = least(values);
        long together = 0;
        for (long value : values) {
            together |= value - least;
        }
        return Long.SIZE - Long.numberOfLeadingZeros(together);
    }

    private static long least(long[] values) {
        long least = values.length == 0 ? 0 : values[0];
        for (long value : values) {
            least = Math.min(least, value);
        }
        return least;
    }
}
