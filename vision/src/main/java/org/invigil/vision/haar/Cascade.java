package org.invigil.vision.haar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.opencv_core.FileNode;
import org.bytedeco.opencv.opencv_core.FileStorage;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/** One of OpenCV's trained cascades. Its native memory is allocated once; calls only fill it. */
final class Cascade implements AutoCloseable {

    /** The cascades used, as OpenCV 4.13 ships them, with the SHA-256 of their files. */
    enum Kind {
        FRONTAL_FACE(
                "haarcascade_frontalface_default.xml",
                "0f7d4527844eb514d4a4948e822da90fbb16a34a0bbbbc6adc6498747a5aafb0"),
        /** Fires on faces in profile; the other side is found in the mirrored picture. */
        PROFILE_FACE("haarcascade_profileface.xml", "b39a4a3be45539db146a7fc1d3e761a292c196eb88421185e6a615b3055e612d"),
        EYE("haarcascade_eye.xml", "71cc64fc305a355dc60067880f6fbbd43dd155bd63ee3844661a1bda34b2fd8c"),
        EYE_WITH_GLASSES(
                "haarcascade_eye_tree_eyeglasses.xml",
                "e32f9c67935c33e9d1331eb14fa58554ff17835c03742663bcb97a892e936a57");

        private final String fileName;
        private final String sha256;

        Kind(String fileName, String sha256) {
            this.fileName = fileName;
            this.sha256 = sha256;
        }
    }

    private static final double SCALE_STEP = 1.1;
    private static final int ANY_FLAGS = 0;

    private final CascadeClassifier classifier;
    private final int minNeighbors;
    private final RectVector hits = new RectVector();
    private final Size minSize;
    private final Size maxSize = new Size(0, 0); // zero means without limit

    /**
     * Loads a cascade from OpenCV's own package.
     *
     * @param minNeighbors overlapping hits that make one; more misses more, fewer is wrong more often
     * @param minSizePixels smallest edge that is looked for
     * @throws IllegalStateException if the file is missing, is not the pinned one, or does not load
     */
    Cascade(Kind kind, int minNeighbors, int minSizePixels) {
        this.minNeighbors = minNeighbors;
        this.minSize = new Size(minSizePixels, minSizePixels);
        this.classifier = load(kind);
    }

    /** Everything that the cascade fires on, in the picture's pixels. */
    List<Box> detect(Mat gray) {
        classifier.detectMultiScale(gray, hits, SCALE_STEP, minNeighbors, ANY_FLAGS, minSize, maxSize);
        List<Box> boxes = new ArrayList<>();
        for (long i = 0; i < hits.size(); i++) {
            Rect hit = hits.get(i); // a view into the vector: nothing to free
            boxes.add(new Box(hit.x(), hit.y(), hit.width(), hit.height()));
        }
        return boxes;
    }

    @Override
    public void close() {
        hits.close();
        minSize.close();
        maxSize.close();
        classifier.close();
    }

    private static CascadeClassifier load(Kind kind) {
        String xml = new String(read(kind), StandardCharsets.UTF_8);
        CascadeClassifier classifier = new CascadeClassifier();
        try (FileStorage storage = new FileStorage(xml, FileStorage.READ | FileStorage.MEMORY);
                FileNode root = storage.getFirstTopLevelNode()) {
            if (!classifier.read(root)) {
                throw new IllegalStateException("OpenCV does not take its own cascade " + kind.fileName);
            }
        }
        return classifier;
    }

    private static byte[] read(Kind kind) {
        String path = "/org/bytedeco/opencv/" + Loader.getPlatform() + "/share/opencv4/haarcascades/" + kind.fileName;
        try (InputStream in = CascadeClassifier.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("OpenCV's native package for " + Loader.getPlatform()
                        + " is not on the class path: " + path + " is missing");
            }
            byte[] content = in.readAllBytes();
            String actual = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            if (!actual.equals(kind.sha256)) {
                throw new IllegalStateException(
                        kind.fileName + " has SHA-256 " + actual + ", expected is " + kind.sha256);
            }
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
