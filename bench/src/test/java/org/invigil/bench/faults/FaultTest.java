package org.invigil.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FaultTest {

    @Test
    void threeRoundsMeetServerDatabaseAndNetwork() {
        for (int seed = 0; seed < 20; seed++) {
            assertThat(Fault.sequence(3, new Random(seed)))
                    .containsExactlyInAnyOrder(Fault.SERVER_KILLED, Fault.DATABASE_KILLED, Fault.NETWORK_CUT);
        }
    }

    @Test
    void everyKindComesAsOften() {
        List<Fault> faults = Fault.sequence(60, new Random(1));
        assertThat(faults).hasSize(60);
        for (Fault fault : Fault.values()) {
            assertThat(faults.stream().filter(fault::equals)).hasSize(10);
        }
        assertThat(Fault.sequence(60, new Random(2))).isNotEqualTo(faults);
    }
}
