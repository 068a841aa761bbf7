package org.invigil.vision.haar;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.invigil.vision.image.Picture;
import org.jspecify.annotations.Nullable;

/** Looks for the eyes inside a frontal face, and for the pupils inside the eyes. */
final class EyeFinder implements AutoCloseable {

    /** Eyes are in the upper part of a frontal face's box; below it the cascade fires on nostrils and mouth corners. */
    private static final double UPPER_PART = 0.6;

    /** Share of an eye's pixels that are taken for its pupil and iris: its darkest. */
    private static final double DARKEST_SHARE = 0.15;

    private final Cascade eye = new Cascade(Cascade.Kind.EYE, 4, 10);
    private final Cascade eyeWithGlasses = new Cascade(Cascade.Kind.EYE_WITH_GLASSES, 3, 10);
    private final Mat face = new Mat();

    /** The two eyes, or null where they are not both seen. */
    @Nullable
    EyePair find(Mat gray, Picture picture, Box box) {
        int height = (int) (box.height() * UPPER_PART);
        if (height < 1) {
            return null;
        }
        try (Rect upper = new Rect(box.x(), box.y(), box.width(), height);
                Mat view = new Mat(gray, upper)) {
            view.copyTo(face);
        }
        EyePair pair = pair(eye.detect(face), box, picture);
        return pair != null ? pair : pair(eyeWithGlasses.detect(face), box, picture);
    }

    @Override
    public void close() {
        face.close();
        eye.close();
        eyeWithGlasses.close();
    }

    /** The best two hits: the largest on either side of the face's middle, at about one height. */
    private static @Nullable EyePair pair(List<Box> hits, Box face, Picture picture) {
        Comparator<Box> bySize = Comparator.comparingInt(Box::area);
        Box left = hits.stream()
                .filter(hit -> hit.centerX() < face.width() / 2.0)
                .max(bySize)
                .orElse(null);
        Box right = hits.stream()
                .filter(hit -> hit.centerX() >= face.width() / 2.0)
                .max(bySize)
                .orElse(null);
        if (left == null
                || right == null
                || right.centerX() - left.centerX() < face.width() / 4.0
                || Math.abs(right.centerY() - left.centerY()) > face.height() / 5.0) {
            return null;
        }
        Box imageLeft = left.moved(face.x(), face.y());
        Box imageRight = right.moved(face.x(), face.y());
        double[] first = pupil(picture, imageLeft);
        double[] second = pupil(picture, imageRight);
        return new EyePair(imageLeft, imageRight, (first[0] + second[0]) / 2, (first[1] + second[1]) / 2);
    }

    /** Middle of the darkest pixels in the inner part of an eye's box, as fractions of the box from its middle. */
    private static double[] pupil(Picture picture, Box eye) {
        int x0 = eye.x() + eye.width() / 6;
        int x1 = eye.x() + eye.width() - eye.width() / 6;
        int y0 = eye.y() + eye.height() / 3; // the brow is above
        int y1 = eye.y() + eye.height() - eye.height() / 5;
        int[] histogram = new int[256];
        MemorySegment pixels = picture.pixels();
        for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
                histogram[at(picture, pixels, x, y)]++;
            }
        }
        int wanted = Math.max(1, (int) ((x1 - x0) * (y1 - y0) * DARKEST_SHARE));
        int threshold = 0;
        for (int seen = histogram[0]; seen < wanted && threshold < 255; ) {
            seen += histogram[++threshold];
        }
        double sumX = 0;
        double sumY = 0;
        double count = 0;
        for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
                if (at(picture, pixels, x, y) <= threshold) {
                    sumX += x;
                    sumY += y;
                    count++;
                }
            }
        }
        return new double[] {
            (sumX / count + 0.5 - eye.centerX()) / eye.width(), (sumY / count + 0.5 - eye.centerY()) / eye.height()
        };
    }

    private static int at(Picture picture, MemorySegment pixels, int x, int y) {
        return pixels.get(ValueLayout.JAVA_BYTE, (long) y * picture.strideBytes() + x) & 0xFF;
    }
}
