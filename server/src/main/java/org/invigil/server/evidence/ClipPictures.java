package org.invigil.server.evidence;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.invigil.vision.scene.PictureHash;
import org.invigil.vision.scene.Thumbnail;
import org.jspecify.annotations.Nullable;

/**
 * What can be decoded of a clip, {@value #A_SECOND} pictures a second from its first moment on.
 *
 * @param hashes of the pictures in order, null where there is too little in one to tell it from another
 */
record ClipPictures(List<@Nullable Long> hashes) {

    static final int A_SECOND = 10;

    /** Edges of a decoded picture, in pixels: as many as a thumbnail of a frame has cells. */
    static final int WIDTH = 40;

    static final int HEIGHT = 30;

    ClipPictures(List<@Nullable Long> hashes) {
        this.hashes = Collections.unmodifiableList(new ArrayList<>(hashes)); // List.copyOf takes no null
    }

    /** From grey pictures one after the other, a byte a pixel; a last one that is not whole is left out. */
    static ClipPictures of(byte[] grey) {
        List<@Nullable Long> hashes = new ArrayList<>();
        byte[] picture = new byte[WIDTH * HEIGHT];
        for (int from = 0; from + picture.length <= grey.length; from += picture.length) {
            System.arraycopy(grey, from, picture, 0, picture.length);
            hashes.add(PictureHash.of(Thumbnail.of(picture, WIDTH, HEIGHT)));
        }
        return new ClipPictures(hashes);
    }

    /** Length of the clip in milliseconds, to the tenth of a second. */
    long durationMillis() {
        return hashes.size() * 1_000L / A_SECOND;
    }
}
