package org.invigil.rules.batch;

/** Reads what a {@link BitWriter} wrote, and never past its end. */
final class BitReader {

    private final byte[] bytes;
    private long at;

    BitReader(byte[] bytes) {
        this.bytes = bytes;
    }

    long bits(int width) {
        if (at + width > 8L * bytes.length) {
            throw new SignalFormatException("it is cut off");
        }
        long value = 0;
        int left = width;
        while (left > 0) {
            int there = 8 - (int) (at & 7);
            int now = Math.min(there, left);
            int part = (bytes[(int) (at >> 3)] >> (there - now)) & ((1 << now) - 1);
            value = (value << now) | part;
            left -= now;
            at += now;
        }
        return value;
    }

    boolean flag() {
        return bits(1) != 0;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            long group = bits(8);
            value |= (group & 0x7f) << shift;
            if ((group & 0x80) == 0) {
                return value >>> 1 ^ -(value & 1);
            }
        }
        throw new SignalFormatException("a number in it has no end");
    }

    /** Nothing may come but the zeros that fill up the last byte. */
    void end() {
        long left = 8L * bytes.length - at;
        if (left >= 8 || bits((int) left) != 0) {
            throw new SignalFormatException("something follows its end");
        }
    }
}
