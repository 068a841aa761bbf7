package org.invigil.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.flatbuffers.FlexBuffersBuilder;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Options as a model's packer writes them: each number in as few bytes as it takes. */
class FlexMapTest {

    private final FlexMap map = new FlexMap(options());

    private static byte[] options() {
        FlexBuffersBuilder builder = new FlexBuffersBuilder();
        int map = builder.startMap();
        builder.putInt("left", 33);
        builder.putInt("wide", 70_000);
        builder.putFloat("scale", 1.5);
        builder.putString("name", "lips");
        int vector = builder.startVector();
        for (int index : new int[] {0, 7, 300, 467}) {
            builder.putInt(index);
        }
        builder.endVector("subset", vector, true, false);
        builder.endMap(null, map);
        return bytes(builder.finish());
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @Test
    void numbersAndVectorsAreReadByName() {
        assertThat(map.integer("left")).isEqualTo(33);
        assertThat(map.integer("wide")).isEqualTo(70_000);
        assertThat(map.number("scale")).isEqualTo(1.5);
        assertThat(map.number("left")).isEqualTo(33);
        assertThat(map.integers("subset")).containsExactly(0, 7, 300, 467);
    }

    @Test
    void whatIsNotThereIsAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> map.number("right"))
                .withMessageContaining("right");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> map.number("name"))
                .withMessageContaining("name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> map.integers("left"))
                .withMessageContaining("left");
        FlexBuffersBuilder number = new FlexBuffersBuilder();
        number.putInt(5);
        assertThatIllegalArgumentException().isThrownBy(() -> new FlexMap(bytes(number.finish())));
    }
}
