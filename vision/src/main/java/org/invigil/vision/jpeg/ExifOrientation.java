package org.invigil.vision.jpeg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds the orientation tag (0x0112) of an EXIF segment. A damaged segment means upright, never an error. */
final class ExifOrientation {

    private static final int UPRIGHT = 1;
    private static final int TAG = 0x0112;
    private static final int TYPE_SHORT = 3;
    private static final int ENTRY_BYTES = 12;
    private static final byte[] PREFIX = {'E', 'x', 'i', 'f', 0, 0};

    private ExifOrientation() {}

    /**
     * Reads the content of an APP1 segment.
     *
     * @param from first byte of the segment's content
     * @param to first byte after it; not past the end of the file
     * @return 1 to 8
     */
    static int read(byte[] jpeg, int from, int to) {
        int tiff = from + PREFIX.length;
        if (tiff + 8 > to) {
            return UPRIGHT;
        }
        for (int i = 0; i < PREFIX.length; i++) {
            if (jpeg[from + i] != PREFIX[i]) {
                return UPRIGHT;
            }
        }
        ByteBuffer data = ByteBuffer.wrap(jpeg, tiff, to - tiff).slice();
        if (data.get(0) != data.get(1) || (data.get(0) != 'I' && data.get(0) != 'M')) {
            return UPRIGHT;
        }
        data.order(data.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = data.getInt(4);
        if (data.getShort(2) != 42 || directory < 8 || directory > data.capacity() - 2) {
            return UPRIGHT;
        }
        int entries = Math.min(data.getShort(directory) & 0xFFFF, (data.capacity() - directory - 2) / ENTRY_BYTES);
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + i * ENTRY_BYTES;
            if ((data.getShort(entry) & 0xFFFF) == TAG && data.getShort(entry + 2) == TYPE_SHORT) {
                int orientation = data.getShort(entry + 8) & 0xFFFF;
                return orientation >= 1 && orientation <= 8 ? orientation : UPRIGHT;
            }
        }
        return UPRIGHT;
    }
}
