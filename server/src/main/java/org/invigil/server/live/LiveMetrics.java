package org.invigil.server.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** Who watches. */
@Component
class LiveMetrics implements MeterBinder {

    private final LiveSocketHandler sockets;

    LiveMetrics(LiveSocketHandler sockets) {
        this.sockets = sockets;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("invigil.live.watchers", sockets, LiveSocketHandler::viewerCount)
                .description("dashboards that are open on this node")
                .register(meters);
    }
}
