package org.invigil.vision.inference;

import java.util.function.Consumer;
import org.invigil.vision.mesh.NetworkKind;
import org.invigil.vision.model.ModelFile;
import org.invigil.vision.model.Network;

/** A network and what fills its input, of one engine alone. */
final class LoadedNetwork implements EngineNetwork {

    private final Network network;
    private final ImageTensor input;

    /**
     * Loads it.
     *
     * @throws IllegalStateException if the file is not on the class path or does not load
     */
    LoadedNetwork(NetworkKind kind) {
        network = new Network(file(kind));
        input = new ImageTensor(network, kind.width(), kind.height(), kind.black(), kind.white());
    }

    private static ModelFile file(NetworkKind kind) {
        return switch (kind) {
            case FACE_DETECTION_SHORT_RANGE -> ModelFile.FACE_DETECTION_SHORT_RANGE;
            case FACE_DETECTION_FULL_RANGE -> ModelFile.FACE_DETECTION_FULL_RANGE;
            case FACE_LANDMARK -> ModelFile.FACE_LANDMARK;
            case FACE_LANDMARK_WITH_ATTENTION -> ModelFile.FACE_LANDMARK_WITH_ATTENTION;
            case PERSON_SEGMENTATION -> ModelFile.PERSON_SEGMENTATION;
            case PERSON_SEGMENTATION_SQUARE -> ModelFile.PERSON_SEGMENTATION_SQUARE;
            case PERSON_DETECTION -> ModelFile.PERSON_DETECTION;
            case PHONE_DETECTION -> ModelFile.PHONE_DETECTION;
        };
    }

    @Override
    public void run(Consumer<ImageTensor> fill) {
        fill.accept(input);
        network.run();
    }

    int outputCount() {
        return network.outputCount();
    }

    @Override
    public int outputLength(int output) {
        return network.outputLength(output);
    }

    @Override
    public void readOutput(int output, float[] destination) {
        network.readOutput(output, destination);
    }

    @Override
    public void close() {
        input.close();
        network.close();
    }
}
