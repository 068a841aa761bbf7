package org.invigil.vision.inference;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.invigil.vision.mesh.NetworkKind;

/** An engine's share of a network that all engines of the process use in turn. What the last run gave is the engine's own. */
final class SharedNetwork implements EngineNetwork {

    private static final Map<NetworkKind, NetworkPool<LoadedNetwork>> POOLS = new EnumMap<>(NetworkKind.class);

    private final NetworkPool<LoadedNetwork> pool;
    private final float[][] outputs;

    /**
     * Loads the network if it is the first engine's.
     *
     * @throws IllegalStateException if the file is not on the class path or does not load
     */
    SharedNetwork(NetworkKind kind) {
        pool = poolOf(kind);
        outputs = pool.join(SharedNetwork::roomForOutputs);
    }

    private static NetworkPool<LoadedNetwork> poolOf(NetworkKind kind) {
        synchronized (POOLS) {
            return POOLS.computeIfAbsent(
                    kind, any -> new NetworkPool<>(() -> new LoadedNetwork(kind), LoadedNetwork::close));
        }
    }

    private static float[][] roomForOutputs(LoadedNetwork network) {
        float[][] room = new float[network.outputCount()][];
        for (int i = 0; i < room.length; i++) {
            room[i] = new float[network.outputLength(i)];
        }
        return room;
    }

    @Override
    public void run(Consumer<ImageTensor> fill) {
        pool.use(network -> {
            network.run(fill);
            for (int i = 0; i < outputs.length; i++) {
                network.readOutput(i, outputs[i]);
            }
            return outputs;
        });
    }

    @Override
    public int outputLength(int output) {
        return outputs[output].length;
    }

    @Override
    public void readOutput(int output, float[] destination) {
        System.arraycopy(outputs[output], 0, destination, 0, outputs[output].length);
    }

    @Override
    public void close() {
        pool.leave();
    }
}
