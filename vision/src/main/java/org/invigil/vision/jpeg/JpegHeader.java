package org.invigil.vision.jpeg;

import static org.invigil.vision.FrameRejectedException.Reason.CORRUPT;
import static org.invigil.vision.FrameRejectedException.Reason.DIMENSIONS_TOO_LARGE;
import static org.invigil.vision.FrameRejectedException.Reason.NOT_JPEG;

import org.invigil.vision.FrameRejectedException;
import org.invigil.vision.VisionEngine;

/**
 * What a JPEG file says of itself before its pixels, read in plain Java so that no native code meets a hostile header.
 *
 * @param width stored width in pixels, 1 to 65535
 * @param height stored height in pixels, 1 to 65535
 * @param components 1 (grayscale), 3 (colour) or 4 (CMYK)
 * @param progressive whether the picture comes in several passes
 * @param orientation EXIF orientation, 1 to 8; 1 (upright) where the file does not tell or tells nonsense
 */
public record JpegHeader(int width, int height, int components, boolean progressive, int orientation) {

    /**
     * Passes a file may have. Encoders write about ten; every further one costs a walk over the whole picture while
     * costing the sender a few bytes.
     */
    static final int MAX_SCANS = 64;

    private static final int SOF_BASELINE = 0xC0;
    private static final int SOF_PROGRESSIVE = 0xC2;
    private static final int DHT = 0xC4;
    private static final int JPG = 0xC8;
    private static final int DAC = 0xCC;
    private static final int RST_FIRST = 0xD0;
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int APP1 = 0xE1;
    private static final int TEM = 0x01;

    /**
     * Reads the header of a whole JPEG file.
     *
     * @throws FrameRejectedException NOT_JPEG if the file does not start as one; CORRUPT if a segment runs past the end,
     *     the frame header is missing or of a kind that cameras and browsers never write (lossless, hierarchical,
     *     arithmetic, 12 bits), the end marker is missing, or there are more than 64 scans
     */
    public static JpegHeader read(byte[] jpeg) throws FrameRejectedException {
        if (jpeg.length < 4 || at(jpeg, 0) != 0xFF || at(jpeg, 1) != SOI || at(jpeg, 2) != 0xFF) {
            throw new FrameRejectedException(NOT_JPEG, "The data does not start as a JPEG picture (FF D8 FF).");
        }
        int frameStart = -1;
        boolean progressive = false;
        int orientation = 1;
        int position = 2;
        while (true) {
            int marker = markerAt(jpeg, position);
            position += 2;
            if (marker == 0xFF) { // fill byte: the marker starts one byte later
                position--;
                continue;
            }
            if (marker == TEM || (marker >= RST_FIRST && marker <= SOI)) {
                continue;
            }
            if (marker == EOI || marker == 0) {
                throw corrupt("The JPEG ends before its first scan.");
            }
            int length = lengthAt(jpeg, position);
            if (marker >= SOF_BASELINE && marker <= 0xCF && marker != DHT && marker != JPG && marker != DAC) {
                if (marker > SOF_PROGRESSIVE) {
                    throw corrupt("The JPEG uses a coding that is not supported (only baseline and progressive are).");
                }
                if (frameStart >= 0) {
                    throw corrupt("The JPEG has more than one frame header.");
                }
                if (length < 8) {
                    throw corrupt("The JPEG's frame header is too short.");
                }
                frameStart = position;
                progressive = marker == SOF_PROGRESSIVE;
            } else if (marker == APP1 && orientation == 1) {
                orientation = ExifOrientation.read(jpeg, position + 2, position + length);
            } else if (marker == SOS) {
                if (frameStart < 0) {
                    throw corrupt("The JPEG has no frame header before its first scan.");
                }
                JpegHeader header = frame(jpeg, frameStart, progressive, orientation);
                boolean onePass = !progressive && at(jpeg, position + 2) == header.components;
                requireWholeScans(jpeg, position + length, onePass);
                return header;
            }
            position += length;
        }
    }

    /**
     * Rejects a picture that is larger than an engine takes.
     *
     * @throws FrameRejectedException DIMENSIONS_TOO_LARGE beyond 1920x1080 in either orientation
     */
    public void requireWithinLimits() throws FrameRejectedException {
        if (width > VisionEngine.MAX_WIDTH
                || height > VisionEngine.MAX_HEIGHT
                || (long) width * height > VisionEngine.MAX_PIXELS) {
            throw new FrameRejectedException(
                    DIMENSIONS_TOO_LARGE,
                    "The picture is %dx%d pixels; at most 1920x1080 are taken. Send a smaller one."
                            .formatted(width, height));
        }
    }

    /** Width of the upright picture: the stored one, or the height where EXIF turns it by a quarter. */
    public int uprightWidth() {
        return isTurnedByQuarter() ? height : width;
    }

    /** Height of the upright picture. */
    public int uprightHeight() {
        return isTurnedByQuarter() ? width : height;
    }

    private boolean isTurnedByQuarter() {
        return orientation >= 5;
    }

    private static JpegHeader frame(byte[] jpeg, int start, boolean progressive, int orientation)
            throws FrameRejectedException {
        int precision = at(jpeg, start + 2);
        int height = at(jpeg, start + 3) << 8 | at(jpeg, start + 4);
        int width = at(jpeg, start + 5) << 8 | at(jpeg, start + 6);
        int components = at(jpeg, start + 7);
        if (precision != 8) {
            throw corrupt("The JPEG has " + precision + " bits a sample; only 8 are supported.");
        }
        if (width == 0 || height == 0) {
            throw corrupt("The JPEG claims a width or height of zero.");
        }
        if (components != 1 && components != 3 && components != 4) {
            throw corrupt("The JPEG claims " + components + " colour components; 1, 3 or 4 are possible.");
        }
        return new JpegHeader(width, height, components, progressive, orientation);
    }

    /**
     * Sees to it that the file ends as a JPEG and has a bounded number of scans. One-pass files, the usual ones, are
     * only looked at from their end; the decoder itself refuses a second scan in them.
     */
    private static void requireWholeScans(byte[] jpeg, int firstData, boolean onePass) throws FrameRejectedException {
        int end = jpeg.length - 2;
        while (end >= firstData && !(at(jpeg, end) == 0xFF && at(jpeg, end + 1) == EOI)) {
            end--;
        }
        if (end < firstData) {
            throw corrupt("The JPEG ends early: its end marker is missing.");
        }
        if (onePass) {
            return;
        }
        int scans = 1;
        for (int i = firstData; i < end; i++) {
            if (jpeg[i] == (byte) 0xFF && at(jpeg, i + 1) == SOS && ++scans > MAX_SCANS) {
                throw corrupt("The JPEG has more than " + MAX_SCANS + " scans.");
            }
        }
    }

    private static int markerAt(byte[] jpeg, int position) throws FrameRejectedException {
        if (position + 1 >= jpeg.length) {
            throw corrupt("The JPEG ends inside its header.");
        }
        if (at(jpeg, position) != 0xFF) {
            throw corrupt("The JPEG's header is damaged at byte " + position + ".");
        }
        return at(jpeg, position + 1);
    }

    /** Length of the segment whose length field is at the position, itself included; the whole segment is there. */
    private static int lengthAt(byte[] jpeg, int position) throws FrameRejectedException {
        if (position + 1 >= jpeg.length) {
            throw corrupt("The JPEG ends inside its header.");
        }
        int length = at(jpeg, position) << 8 | at(jpeg, position + 1);
        if (length < 2 || position + length >= jpeg.length) {
            throw corrupt("A segment of the JPEG's header runs past the end of the file.");
        }
        return length;
    }

    private static int at(byte[] jpeg, int index) {
        return jpeg[index] & 0xFF;
    }

    private static FrameRejectedException corrupt(String message) {
        return new FrameRejectedException(CORRUPT, message);
    }
}
