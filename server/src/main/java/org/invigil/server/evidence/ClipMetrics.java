package org.invigil.server.evidence;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts what was refused, and what checks came to. */
@Component
final class ClipMetrics {

    private final MeterRegistry meters;

    ClipMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (ClipCheck.State state : ClipCheck.State.values()) {
            if (state != ClipCheck.State.UNCHECKED) {
                checks(state);
            }
        }
    }

    /** The codes of {@link EvidenceException} are few. */
    void refused(EvidenceException reason) {
        Counter.builder("invigil.clips.refused")
                .description("uploads that were not taken, by the code that the page was told")
                .tag("code", reason.code())
                .register(meters)
                .increment();
    }

    void checked(ClipCheck.State state) {
        checks(state).increment();
    }

    private Counter checks(ClipCheck.State state) {
        return Counter.builder("invigil.clips.checked")
                .description("clips by what they were found to be")
                .tag("state", state.wireName())
                .register(meters);
    }
}
