package org.invigil.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.invigil.bench.faults.Ledger.Write;
import org.junit.jupiter.api.Test;

/** A comparison that cannot find a loss would be worth nothing: every kind of loss is made here. */
class LedgerTest {

    private final Ledger ledger = new Ledger();

    @Test
    void nothingIsLostWhileTheLastAcknowledgedOrALaterWriteIsHeld() {
        Write first = write("q", "one", true);
        Write second = write("q", "two", true);
        Write unknown = write("q", "three", false);
        assertThat(ledger.answersLost(Map.of("q", second))).isZero();
        assertThat(ledger.answersLost(Map.of("q", unknown))).isZero();
        assertThat(ledger.answersAcknowledged()).isEqualTo(2);
        assertThat(ledger.isOwn("q", first.version())).isTrue();
        assertThat(ledger.isOwn("q", UUID.randomUUID())).isFalse();
        assertThat(ledger.isOwn("r", first.version())).isFalse();
    }

    @Test
    void anOlderWriteInTheNewestOnesPlaceIsALoss() {
        Write first = write("q", "one", true);
        write("q", "two", true);
        write("q", "three", true);
        assertThat(ledger.answersLost(Map.of("q", first))).isEqualTo(2);
    }

    @Test
    void anAnswerThatIsGoneIsALossOfEveryWriteOfIt() {
        write("q", "one", true);
        write("q", "two", true);
        Write other = write("r", "one", true);
        assertThat(ledger.answersLost(Map.of("r", other))).isEqualTo(2);
    }

    @Test
    void anotherTextUnderTheRightVersionIsALoss() {
        Write sent = write("q", "the whole text", true);
        assertThat(ledger.answersLost(Map.of("q", new Write(sent.version(), "the whole"))))
                .isEqualTo(1);
    }

    @Test
    void aWriteThatNobodyMadeIsALoss() {
        write("q", "one", true);
        assertThat(ledger.answersLost(Map.of("q", new Write(UUID.randomUUID(), "one"))))
                .isEqualTo(1);
    }

    @Test
    void whatWasNeverAcknowledgedCannotBeLost() {
        write("q", "one", false);
        assertThat(ledger.answersLost(Map.of())).isZero();
    }

    private Write write(String question, String text, boolean acknowledged) {
        Write write = new Write(UUID.randomUUID(), text);
        ledger.tried(question, write);
        if (acknowledged) {
            ledger.acknowledged(question, write.version());
        }
        return write;
    }
}
