package org.invigil.vision.inference;

import java.util.function.Consumer;

/** One network as one engine sees it. */
interface EngineNetwork extends AutoCloseable {

    /** Runs it on what is filled in. */
    void run(Consumer<ImageTensor> fill);

    /** Number of floats of an output. */
    int outputLength(int output);

    /** Copies an output of this engine's last run into an array of that length. */
    void readOutput(int output, float[] destination);

    @Override
    void close();
}
