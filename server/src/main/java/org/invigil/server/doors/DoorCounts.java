package org.invigil.server.doors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What was turned away, by reason. */
final class DoorCounts {

    private final Counter tooLarge;
    private final Counter busy;
    private final Counter slowHead;
    private final Counter slowBody;

    DoorCounts(MeterRegistry meters, BodyBudget budget) {
        this.tooLarge = counter(meters, "too_large");
        this.busy = counter(meters, "busy");
        this.slowHead = counter(meters, "slow_head");
        this.slowBody = counter(meters, "slow_body");
        Gauge.builder("invigil.doors.body.bytes", budget, BodyBudget::held)
                .description("Bytes of request bodies that are held just now")
                .register(meters);
    }

    private static Counter counter(MeterRegistry meters, String reason) {
        return Counter.builder("invigil.doors.refused")
                .description("Requests and connections that were turned away")
                .tag("reason", reason)
                .register(meters);
    }

    void tooLarge() {
        tooLarge.increment();
    }

    void busy() {
        busy.increment();
    }

    void slowHead() {
        slowHead.increment();
    }

    void slowBody() {
        slowBody.increment();
    }
}
