package org.invigil.vision.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.invigil.vision.mesh.NetworkKind;
import org.junit.jupiter.api.Test;

class NativeNetworksTest {

    private final List<NetworkKind> open = new ArrayList<>();

    private EngineNetwork network(NetworkKind kind) {
        open.add(kind);
        return new EngineNetwork() {
            @Override
            public void run(Consumer<ImageTensor> fill) {}

            @Override
            public int outputLength(int output) {
                return 0;
            }

            @Override
            public void readOutput(int output, float[] destination) {}

            @Override
            public void close() {
                open.remove(kind);
            }
        };
    }

    @Test
    void whatIsLoadedIsClosedWhenAnotherDoesNotLoad() {
        assertThatThrownBy(() -> new NativeNetworks(kind -> {
                    if (kind == NetworkKind.PERSON_DETECTION) {
                        assertThat(open).isNotEmpty();
                        throw new IllegalStateException("no model");
                    }
                    return network(kind);
                }))
                .hasMessage("no model");
        assertThat(open).isEmpty();
    }

    @Test
    void allButThatForPhonesAreLoadedAtOnceAndClosedTogether() {
        NativeNetworks networks = new NativeNetworks(this::network);
        assertThat(open).hasSize(NetworkKind.values().length - 1).doesNotContain(NetworkKind.PHONE_DETECTION);
        networks.close();
        assertThat(open).isEmpty();
    }
}
