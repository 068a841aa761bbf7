package org.invigil.rules.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitWriterTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 8, 13, 33, 64})
    void growsWithWhatIsWritten(int width) {
        BitWriter out = new BitWriter();
        long some = 0x5a5a_3c3c_1234_8765L >>> (64 - width);
        for (int i = 0; i < 5_000; i++) {
            out.bits(some + i & -1L >>> (64 - width), width);
        }

        BitReader in = new BitReader(out.toBytes());
        for (int i = 0; i < 5_000; i++) {
            assertThat(in.bits(width)).isEqualTo(some + i & -1L >>> (64 - width));
        }
    }
}
