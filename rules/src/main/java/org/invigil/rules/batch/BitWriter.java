package org.invigil.rules.batch;

import java.util.Arrays;

/** Writes numbers of any width one after the other, highest bit first. */
final class BitWriter {

    private byte[] bytes = new byte[192];
    private int bits;

    /** The lowest {@code width} bits of a value; 0 to 64 of them. */
    void bits(long value, int width) {
        if ((bits + width + 7) / 8 > bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        int left = width;
        while (left > 0) {
            int room = 8 - (bits & 7);
            int now = Math.min(room, left);
            left -= now;
            int part = (int) (value >>> left) & ((1 << now) - 1);
            bytes[bits >> 3] |= (byte) (part << (room - now));
            bits += now;
        }
    }

    void flag(boolean value) {
        bits(value ? 1 : 0, 1);
    }

    /** Any number, small ones in few bits: seven a group, lowest first, each behind a bit that says whether more come. */
    void varint(long value) {
        long rest = zigzag(value);
        while (rest >>> 7 != 0) {
            bits(rest | 0x80, 8);
            rest >>>= 7;
        }
        bits(rest, 8);
    }

    /** The bits of {@link #varint}. */
    static int varintBits(long value) {
        int used = 64 - Long.numberOfLeadingZeros(zigzag(value));
        return 8 * Math.max(1, (used + 6) / 7);
    }

    /** Numbers near to zero, negative ones too, become small: 0, -1, 1, -2 are 0, 1, 2, 3. */
    private static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    /** All that was written, the last byte filled up with zeros. */
    byte[] toBytes() {
        return Arrays.copyOf(bytes, (bits + 7) / 8);
    }
}
