package org.invigil.vision.jpeg;

import java.util.zip.CRC32C;

/**
 * Tells a frame that is byte for byte the one before (a frozen camera, a paused video) without decoding it: a few µs
 * for a 640x480 frame. Two different frames of one length meet by chance once in four billion.
 *
 * @param length size of the file in bytes
 * @param crc32c CRC-32C of the file, 0 to 2^32 - 1
 */
public record FrameFingerprint(int length, long crc32c) {

    public static FrameFingerprint of(byte[] jpeg) {
        CRC32C crc = new CRC32C();
        crc.update(jpeg, 0, jpeg.length);
        return new FrameFingerprint(jpeg.length, crc.getValue());
    }
}
