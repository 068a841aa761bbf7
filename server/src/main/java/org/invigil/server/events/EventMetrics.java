package org.invigil.server.events;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** How many pages listen. */
@Component
class EventMetrics implements MeterBinder {

    private final EventPages pages;

    EventMetrics(EventPages pages) {
        this.pages = pages;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("invigil.events.pages", pages, EventPages::size)
                .description("exam pages with an event channel to this node")
                .register(meters);
    }
}
