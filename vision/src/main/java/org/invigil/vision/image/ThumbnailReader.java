package org.invigil.vision.image;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import org.invigil.vision.scene.Thumbnail;

/** Reads a decoded grey picture into a thumbnail. */
public final class ThumbnailReader {

    private ThumbnailReader() {}

    /** The thumbnail of a picture in {@link PixelLayout#GRAY}, as small as it can be decoded. */
    public static Thumbnail read(Picture picture) {
        int width = picture.width();
        byte[] grey = new byte[width * picture.height()];
        for (int y = 0; y < picture.height(); y++) {
            MemorySegment.copy(picture.pixels(), JAVA_BYTE, (long) y * picture.strideBytes(), grey, y * width, width);
        }
        return Thumbnail.of(grey, width, picture.height());
    }
}
