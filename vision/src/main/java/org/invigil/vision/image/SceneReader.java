package org.invigil.vision.image;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import org.invigil.vision.scene.Scene;

/** Reads how bright the parts of a picture are, from a fixed number of points: the cost does not depend on the picture's size. */
public final class SceneReader {

    /** Points of a cell in a row and in a column; their mean evens out the camera's noise. */
    private static final int ACROSS = 10;

    private static final int DOWN = 8;

    private SceneReader() {}

    /** The scene of a decoded picture of either layout; of colours the green one, which is most of the brightness. */
    public static Scene read(Picture picture) {
        int channels = picture.layout().channels();
        int green = channels == 1 ? 0 : 1;
        byte[] line = new byte[picture.width() * channels];
        float[] means = new float[Scene.COLUMNS * Scene.ROWS];
        int points = Scene.COLUMNS * ACROSS;
        int lines = Scene.ROWS * DOWN;
        for (int row = 0; row < lines; row++) {
            int y = (2 * row + 1) * picture.height() / (2 * lines);
            MemorySegment.copy(picture.pixels(), JAVA_BYTE, (long) y * picture.strideBytes(), line, 0, line.length);
            for (int point = 0; point < points; point++) {
                int x = (2 * point + 1) * picture.width() / (2 * points);
                means[row / DOWN * Scene.COLUMNS + point / ACROSS] += line[x * channels + green] & 0xFF;
            }
        }
        for (int cell = 0; cell < means.length; cell++) {
            means[cell] /= ACROSS * DOWN;
        }
        return new Scene(means);
    }
}
