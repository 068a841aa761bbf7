package org.invigil.vision.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The model files on the class path; the build unpacks them and checks their SHA-256. */
public enum ModelFile {
    /** BlazeFace for faces near the camera: 128x128 in, 896 anchors out. */
    FACE_DETECTION_SHORT_RANGE("face_detection_short_range.tflite"),
    /** BlazeFace for faces up to about 5 m away: 192x192 in, 2304 anchors out. */
    FACE_DETECTION_FULL_RANGE("face_detection_full_range.tflite"),
    /** 468 face landmarks and a face flag: 192x192 in. */
    FACE_LANDMARK("face_landmark.tflite"),
    /** 478 face landmarks with irises and refined eyes and lips: 192x192 in. */
    FACE_LANDMARK_WITH_ATTENTION("face_landmark_with_attention.tflite"),
    /** Person mask: 256x144 in, the same size out. */
    PERSON_SEGMENTATION("selfie_segmentation_landscape.tflite"),
    /** Person mask: 256x256 in, the same size out. */
    PERSON_SEGMENTATION_SQUARE("selfie_segmentation.tflite"),
    /** NanoDet, of its classes "person" and "chair": 320x256 in, RGB from 0 to 255; grids of 40x32, 20x16 and 10x8 cells out. */
    PERSON_DETECTION("person_detection.tflite"),
    /** NanoDet, of its classes "cell phone" alone, scores without boxes: 416x320 in, RGB from 0 to 255; grids of 52x40, 26x20 and 13x10 cells out. */
    PHONE_DETECTION("phone_detection.tflite"),
    /** Canonical face and the weights of its points: a protocol buffer, no network. */
    FACE_GEOMETRY("face_geometry.binarypb");

    private final String resource;

    ModelFile(String resource) {
        this.resource = resource;
    }

    /** All bytes of the file; throws {@link IllegalStateException} if the build did not put it on the class path. */
    public byte[] read() {
        try (InputStream in = ModelFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        "Model file " + resource + " is not on the class path. Build the vision module with Maven.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Model file " + resource + " cannot be read", e);
        }
    }
}
