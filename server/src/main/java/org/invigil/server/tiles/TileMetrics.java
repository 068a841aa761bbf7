package org.invigil.server.tiles;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** Who watches tiles, and how many stills that makes. */
@Component
class TileMetrics {

    private final AtomicInteger watchers = new AtomicInteger();
    private final Counter sent;

    TileMetrics(MeterRegistry meters, Stills stills) {
        Gauge.builder("invigil.tiles.watchers", watchers, AtomicInteger::get)
                .description("pages that show tiles, on this node")
                .register(meters);
        Gauge.builder("invigil.tiles.sessions", stills, Stills::size)
                .description("sessions whose newest still is held, because somebody watches")
                .register(meters);
        this.sent = Counter.builder("invigil.tiles.sent")
                .description("stills sent to pages")
                .register(meters);
    }

    void watchers(int now) {
        watchers.set(now);
    }

    void sent(int stills) {
        sent.increment(stills);
    }
}
